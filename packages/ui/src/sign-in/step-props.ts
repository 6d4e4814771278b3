import type { SignIn } from '@frontdesk/contract'
import type { FieldErrors } from '../components/form.js'

/** The props of every sign-in step. */
export interface StepProps {
  attempt: SignIn
  /** Waits for the server's answer, then shows the next screen, or leaves the page if the sign-in is complete. */
  onAnswer(request: Promise<SignIn>, initialErrors?: FieldErrors): Promise<void>
  /** Returns to the first screen. */
  onRestart(): void
}
