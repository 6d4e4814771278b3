import type { ComponentChildren } from 'preact'
import { Brand } from '../components/brand.js'
import { DevelopmentMark } from '../components/development-mark.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { Section } from './section.js'

/** The account page before the account is known: each part where it will stand, in the size that it has with the shortest lists. */
export function AccountFrame() {
  const { environment, settings } = useFrontDesk()
  const words = useWords()
  const { profilePage, start } = words.userProfile
  const { first_name, last_name, username } = environment.user_settings.attributes

  return (
    <>
      <header class="account-bar">
        <Brand settings={settings} href={settings.afterSignInUrl} />
        <DevelopmentMark />
        <span class="bone menu-bone" />
      </header>
      <main class="account" aria-busy="true">
        <div class="account-head">
          <p class="sr-only">{words.loading}</p>
          <div class="bone name-bone" />
        </div>
        <FramedSection {...start.profileSection}>
          <div class="picture">
            <span class="bone picture-bone" />
            <div>
              <div class="bone button-bone" />
              <p class="note">{profilePage.fileDropAreaHint}</p>
            </div>
          </div>
          <div class="field-row">
            {first_name && <div class="bone field-bone" />}
            {last_name && <div class="bone field-bone" />}
          </div>
          {username && <div class="bone field-bone" />}
        </FramedSection>
        <FramedSection {...start.emailAddressesSection}>
          <div class="bone row-bone" />
          <div class="bone button-bone" />
        </FramedSection>
        <FramedSection {...start.passwordSection}>
          <div class="bone button-bone" />
        </FramedSection>
        <FramedSection {...start.activeDevicesSection}>
          <div class="bone device-bone" />
        </FramedSection>
        <FramedSection {...start.accountsSection}>
          <div class="bone row-bone" />
          <div class="bone button-bone" />
        </FramedSection>
      </main>
    </>
  )
}

const FramedSection = ({ title, subtitle, children }: { title: string; subtitle: string; children: ComponentChildren }) => (
  <Section title={title} about={subtitle}>
    {children}
  </Section>
)
