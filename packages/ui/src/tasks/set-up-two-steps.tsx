import type { PageEnvironment, PhoneNumber } from '@frontdesk/contract'
import { useState } from 'preact/hooks'
import { Choice } from '../components/choice.js'
import { Alert } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { AddAuthenticator } from '../two-step/add-authenticator.js'
import { BackupCodes } from '../two-step/backup-codes.js'
import { NewIdentifier } from '../user/add-identifier.js'
import { useNewPhoneNumber } from '../user/add-phone-number.js'
import { onCard } from '../user/form-look.js'
import { useWords } from '../words/use-words.js'
import { SignOut } from './sign-out.js'
import type { TaskProps } from './task.js'

type Way = 'totp' | 'phoneCode' | 'passkey'

function waysIn({ user_settings: { attributes } }: PageEnvironment): Way[] {
  const on: Record<Way, boolean | undefined> = {
    totp: attributes.authenticator_app?.enabled,
    phoneCode: attributes.phone_number?.used_for_second_factor,
    passkey: attributes.passkey?.enabled && attributes.passkey.used_for_second_factor,
  }
  return (['totp', 'phoneCode', 'passkey'] as const).filter((way) => on[way])
}

const icons = { totp: 'phone', phoneCode: 'mail', passkey: 'passkey' } as const

/** Asks which second step somebody wants, where several are on, sets it up, and shows the backup codes that come with it. */
export function SetUpTwoSteps({ session, onDone }: TaskProps) {
  const { environment } = useFrontDesk()
  const words = useWords()
  const { start, totpCode, smsCode } = words.taskSetupMfa
  const ways = waysIn(environment)
  const [way, setWay] = useState(ways.length === 1 ? ways[0] : undefined)
  const [codes, setCodes] = useState<string[]>()
  const finish = (made: string[] | null) => (made ? setCodes(made) : onDone())
  const foot = <SignOut session={session} />

  if (codes)
    return (
      <Screen key="codes" title={words.userProfile.backupCodePage.title__codelist}>
        <BackupCodes codes={codes} done={totpCode.success.finishButton} onDone={onDone} />
      </Screen>
    )
  const goBack = ways.length > 1 && (
    <button type="button" class="text-button" onClick={() => setWay(undefined)}>
      {start.actionLink__otherMethod}
    </button>
  )
  if (way === 'totp')
    return (
      <Screen key="totp" title={start.title} lead={start.subtitle} foot={foot}>
        <AddAuthenticator onAdded={({ backup_codes }) => finish(backup_codes)}>{goBack}</AddAuthenticator>
      </Screen>
    )
  if (way === 'phoneCode')
    return (
      <Screen key="phoneCode" title={smsCode.title} lead={smsCode.subtitle} foot={foot}>
        <ReserveNumber known={session.user.phone_numbers} onReserved={finish} />
        {goBack}
      </Screen>
    )
  if (ways.length === 0) {
    const { title, message } = words.signIn.noAvailableMethods
    return <Screen key="none" title={title} lead={message} foot={foot} />
  }
  return (
    <Screen key="ways" title={start.title} lead={start.subtitle} foot={foot}>
      <Ways ways={ways} onChosen={setWay} onAdded={() => finish(null)} />
    </Screen>
  )
}

function Ways({ ways, onChosen, onAdded }: { ways: Way[]; onChosen(way: Way): void; onAdded(): void }) {
  const { api } = useFrontDesk()
  const { methodSelection } = useWords().taskSetupMfa.start
  const { busy, problem, perform } = useAction()
  const addPasskey = async () => {
    const { makePasskey } = await import('../ways/webauthn.js')
    const { id, verification } = await api.me.createMyPasskey()
    const public_key_credential = await makePasskey(verification!.nonce!) // it was asked for
    await api.me.attemptMyPasskeyVerification({ passkey_id: id, public_key_credential })
    onAdded()
  }
  return (
    <>
      <div class="choices">
        {ways.map((way) => (
          <Choice
            key={way}
            icon={icons[way]}
            action={methodSelection[way]}
            busy={busy}
            onClick={() => (way === 'passkey' ? perform(addPasskey) : onChosen(way))}
          />
        ))}
      </div>
      <Alert text={problem} />
    </>
  )
}

interface ReserveNumberProps {
  known: PhoneNumber[]
  /** With the backup codes that came with it, if any did. */
  onReserved(codes: string[] | null): void
}

/** One of the person's numbers, or a new one, gets the codes from now on. */
function ReserveNumber({ known, onReserved }: ReserveNumberProps) {
  const { api } = useFrontDesk()
  const { smsCode } = useWords().taskSetupMfa
  const asked = useNewPhoneNumber()
  const [open, setOpen] = useState<PhoneNumber | 'new' | null>(known.length === 0 ? 'new' : null)
  const { busy, problem, perform } = useAction()
  const reserve = ({ id }: PhoneNumber) =>
    perform(async () => {
      const about = { phone_number_id: id, reserved_for_second_factor: 'true' }
      onReserved((await api.phoneNumbers.updateMyPhoneNumber(about)).backup_codes ?? null)
    })
  return (
    <>
      {open ? (
        <NewIdentifier
          {...asked}
          look={onCard}
          begun={open === 'new' ? undefined : open}
          onVerified={reserve}
          onCancel={known.length > 0 ? () => setOpen(null) : undefined}
        />
      ) : (
        <div class="choices">
          {known.map((number) => (
            <Choice
              key={number.id}
              icon="phone"
              action={number.phone_number}
              busy={busy}
              onClick={() => (number.verification?.status === 'verified' ? reserve(number) : setOpen(number))}
            />
          ))}
          <Choice icon="phone" action={smsCode.addPhoneNumber} busy={busy} onClick={() => setOpen('new')} />
        </div>
      )}
      <Alert text={problem} />
    </>
  )
}
