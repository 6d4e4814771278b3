import type { SessionWithActivity } from '@frontdesk/contract'
import { useEffect, useRef, useState } from 'preact/hooks'
import { passOverGone } from '../client/failure.js'
import { Alert } from '../components/form.js'
import { Icon } from '../components/icon.js'
import { notify } from '../components/notify.js'
import { timeAgo } from '../components/time-ago.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { deviceName, placePrefix } from './device-description.js'
import { focusHeading, Section } from './section.js'

/** The devices where the account is signed in, each with a button to sign it out, except this one. */
export function Devices() {
  const { api, activeSession, client } = useFrontDesk()
  const words = useWords()
  const { activeDevicesSection } = words.userProfile.start
  const { busy, problem, perform, performQuietly } = useAction()
  const [devices, setDevices] = useState<SessionWithActivity[]>()
  const list = useRef<HTMLUListElement>(null)

  const refresh = async () => setDevices(await api.me.listMyActiveSessions())
  // The client changes, for instance, when a new password signs out other devices.
  useEffect(() => {
    performQuietly(refresh)
  }, [client])

  const signOut = async (device: SessionWithActivity) => {
    await api.me.revokeMySession({ session_id: device.id }).catch(passOverGone)
    await refresh()
    notify(fill(activeDevicesSection.successMessage, { name: deviceName(device, words) }))
    focusHeading(list.current!)
  }
  const thisFirst = [...(devices ?? [])].sort(
    (a, b) => Number(b.id === activeSession?.id) - Number(a.id === activeSession?.id) || b.last_active_at - a.last_active_at,
  )

  return (
    <Section title={activeDevicesSection.title} about={activeDevicesSection.subtitle}>
      <ul class="rows" ref={list} aria-busy={!devices}>
        {!devices && !problem && <li class="bone device-bone" />}
        {thisFirst.map((device) => (
          <li class="row" key={device.id}>
            <Icon name={device.latest_activity.is_mobile ? 'phone' : 'computer'} />
            <div class="row-text">
              <strong>{deviceName(device, words)}</strong>{' '}
              {device.id === activeSession?.id && <span class="badge">{words.badge__thisDevice}</span>}
              <p class="row-detail">
                {placePrefix(device, words)}
                {device.id === activeSession?.id
                  ? activeDevicesSection.activeNow
                  : fill(activeDevicesSection.active, { time: timeAgo(words.locale, device.last_active_at, Date.now()) })}
              </p>
            </div>
            {device.id !== activeSession?.id && (
              <div class="row-actions">
                <button
                  type="button"
                  class="button small quiet"
                  aria-disabled={busy}
                  onClick={() => perform(() => signOut(device))}
                >
                  {activeDevicesSection.destructiveAction}
                  <span class="sr-only"> {deviceName(device, words)}</span>
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <Alert text={problem} />
    </Section>
  )
}
