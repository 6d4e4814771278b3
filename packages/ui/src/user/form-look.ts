/** How a form looks where it opens in a row of the profile, and where it is what a card is about. */
export interface FormLook {
  form: { class?: string }
  actions: string
  submit: string
}

export const inRow: FormLook = { form: { class: 'inset' }, actions: 'form-actions', submit: 'button small primary' }
export const onCard: FormLook = { form: {}, actions: 'card-actions', submit: 'button primary' }
