import type { Words } from './words.js'

/** Every text of our own pages and letters, in German. People are addressed as »Sie«. */
export const german: Words = {
  locale: 'de',

  formButtonPrimary: 'Weiter',
  formButtonPrimary__verify: 'Bestätigen',
  formFieldLabel__emailAddress: 'E-Mail-Adresse',
  formFieldLabel__emailAddress_username: 'E-Mail-Adresse oder Benutzername',
  formFieldLabel__phoneNumber: 'Telefonnummer',
  formFieldLabel__emailAddress_phoneNumber: 'E-Mail-Adresse oder Telefonnummer',
  formFieldLabel__phoneNumber_username: 'Telefonnummer oder Benutzername',
  formFieldLabel__emailAddress_phoneNumber_username: 'E-Mail-Adresse, Telefonnummer oder Benutzername',
  formFieldLabel__username: 'Benutzername',
  formFieldLabel__firstName: 'Vorname',
  formFieldLabel__lastName: 'Nachname',
  formFieldLabel__password: 'Passwort',
  formFieldLabel__currentPassword: 'Bisheriges Passwort',
  formFieldLabel__newPassword: 'Neues Passwort',
  formFieldLabel__backupCode: 'Backup-Code',
  formFieldLabel__signOutOfOtherSessions: 'Auf allen anderen Geräten abmelden',
  formFieldHintText__optional: 'Freiwillig',
  formFieldHintText__passwordLength: 'Mindestens {{length}} Zeichen',
  formFieldAction__forgotPassword: 'Passwort vergessen?',
  formFieldAction__showPassword: 'Zeigen',
  formFieldAction__showPassword_label: 'Passwort zeigen',
  formFieldAction__hidePassword: 'Verbergen',
  formFieldAction__hidePassword_label: 'Passwort verbergen',
  formFieldError__code: 'Geben Sie alle 6 Ziffern des Codes ein.',
  footerActionLink__useAnotherMethod: 'Anders anmelden',
  dividerText: 'oder',
  lastAuthenticationStrategy: 'Zuletzt benutzt',
  resendCountdown: 'Neuer Code in {{seconds}} s',
  resendNotice: 'Ein neuer Code ist unterwegs.',
  identityPreview__change: 'Ändern',
  identityPreview__changeAccount: 'Konto ändern',
  identityPreview__changeAddress: 'Adresse ändern',
  badge__primary: 'Hauptadresse',
  badge__unverified: 'Unbestätigt',
  badge__thisDevice: 'Dieses Gerät',
  badge__currentAccount: 'Aktuell',
  footerPageLink__terms: 'Nutzungsbedingungen',
  footerPageLink__privacy: 'Datenschutz',
  developmentMode: 'Entwicklungsmodus.',
  developmentInbox: 'Posteingang öffnen',
  loading: 'Wird geladen',
  notLoaded: 'Diese Seite konnte nicht geladen werden',
  tryAgain: 'Erneut versuchen',
  dismissNotice: 'Diese Meldung schließen',
  startAgain: 'Das hat zu lange gedauert oder ging in einem anderen Tab weiter. Bitte beginnen Sie von vorn.',
  signedOut: 'Sie wurden abgemeldet. Melden Sie sich an, um fortzufahren.',
  accountWithoutName: 'Konto',

  signIn: {
    start: {
      title: 'Bei {{applicationName}} anmelden',
      actionText: 'Neu bei {{applicationName}}?',
      actionLink: 'Registrieren',
    },
    password: {
      title: 'Passwort eingeben',
      formButtonPrimary: 'Anmelden',
    },
    emailCode: {
      title: 'Sehen Sie in Ihre E-Mails',
      subtitle: 'Ihr 6-stelliger Code ging an {{identifier}}',
      subtitle__otherAddress: 'Ihr 6-stelliger Code ging an {{emailAddress}}, für {{identifier}}',
      formTitle: 'Bestätigungscode',
      resendButton: 'Neuen Code senden',
      formButtonPrimary: 'Anmelden',
    },
    forgotPassword: {
      title: 'Passwort zurücksetzen',
      subtitle_email: 'Ihr 6-stelliger Code ging an {{identifier}}',
      formTitle: 'Bestätigungscode',
      resendButton: 'Neuen Code senden',
    },
    alternativeMethods: {
      title: 'Anderen Weg wählen',
      blockButton__totp: 'Authenticator-App verwenden',
      blockButton__backupCode: 'Backup-Code verwenden',
      blockButton__password: 'Mit Ihrem Passwort',
      blockButton__emailCode_short: 'Mit einem Code per E-Mail',
    },
    forgotPasswordAlternativeMethods: {
      blockButton__resetPassword: 'Passwort zurücksetzen',
    },
    resetPassword: {
      title: 'Neues Passwort wählen',
      formButtonPrimary: 'Speichern und anmelden',
    },
    totpMfa: {
      title: 'Bestätigung in zwei Schritten',
      subtitle: 'Geben Sie den Code ein, den Ihre Authenticator-App zeigt, für',
      formTitle: 'Code der App',
    },
    backupCodeMfa: {
      title: 'Backup-Code eingeben',
      subtitle: 'Geben Sie einen der Codes ein, die Sie bei der Einrichtung aufbewahrt haben, für',
    },
    noAvailableMethods: {
      title: 'Dieses Konto kann sich hier nicht anmelden',
      message: 'Es verlangt ein Verfahren, das diese Seite nicht anbietet. Bitten Sie die Betreiber dieser Anwendung um Hilfe.',
      actionLink: 'Anderes Konto verwenden',
    },
    accountSwitcher: {
      title: 'Konto wählen',
      title__single: 'Sie sind angemeldet',
      action__continueAs: 'Weiter als {{name}}',
      action__addAccount: 'Weiteres Konto hinzufügen',
      action__signOutAll: 'Von allen Konten abmelden',
    },
  },

  signUp: {
    formButtonPrimary: 'Konto erstellen',
    start: {
      title: 'Konto erstellen',
      actionText: 'Sie haben schon ein Konto?',
      actionLink: 'Anmelden',
    },
    continue: {
      title: 'Noch ein paar Angaben',
      actionText: 'Sie haben schon ein Konto?',
      actionLink: 'Anmelden',
    },
    emailCode: {
      title: 'E-Mail-Adresse bestätigen',
      subtitle: 'Ihr 6-stelliger Code ging an {{identifier}}',
      formTitle: 'Bestätigungscode',
      resendButton: 'Neuen Code senden',
    },
    restrictedAccess: {
      title: 'Keine Registrierung möglich',
      subtitle: 'Bitten Sie die Betreiber von {{applicationName}} um eine Einladung.',
      actionText: 'Sie haben schon ein Konto?',
      actionLink: 'Anmelden',
    },
    unsupported: {
      title: 'Dieses Konto kann hier nicht erstellt werden',
      subtitle: 'Es verlangt Angaben, die diese Seite nicht abfragt. Bitten Sie die Betreiber dieser Anwendung um Hilfe.',
    },
  },

  taskSetupMfa: {
    start: {
      title: 'Bestätigung in zwei Schritten einrichten',
      subtitle: 'Diese Anwendung verlangt von allen bei der Anmeldung einen zweiten Schritt.',
    },
    totpCode: { success: { finishButton: 'Ich habe sie aufbewahrt' } },
    signOut: { actionText: 'Angemeldet als {{identifier}}', actionLink: 'Abmelden' },
  },
  taskResetPassword: {
    title: 'Neues Passwort wählen',
    subtitle: 'Andere kennen vielleicht das bisherige.',
    formButtonPrimary: 'Speichern und weiter',
  },

  userButton: {
    action__manageAccount: 'Konto verwalten',
    action__addAccount: 'Weiteres Konto hinzufügen',
    action__signOut: 'Abmelden',
    action__signOutAll: 'Von allen Konten abmelden',
    action__switch: 'Wechseln',
    action__switchTo: 'Zu {{name}} wechseln',
    action__back: 'Zurück zu {{applicationName}}',
    menuOf: 'Kontomenü von {{name}}',
  },

  userProfile: {
    navbar: { title: 'Ihr Konto' },
    formButtonPrimary__add: 'Hinzufügen',
    formButtonPrimary__remove: 'Entfernen',
    formButtonReset: 'Abbrechen',
    start: {
      profileSection: {
        title: 'Profil',
        subtitle: 'So spricht diese Anwendung Sie an.',
        primaryButton: 'Profil speichern',
      },
      emailAddressesSection: {
        title: 'E-Mail-Adressen',
        subtitle: 'Mit jeder bestätigten Adresse können Sie sich anmelden. Nachrichten gehen an die Hauptadresse.',
        primaryButton: 'E-Mail-Adresse hinzufügen',
        detailsAction__nonPrimary: 'Zur Hauptadresse machen',
        detailsAction__unverified: 'Bestätigen',
        destructiveAction: 'Entfernen',
        successMessage__primary: '{{identifier}} ist jetzt Ihre Hauptadresse.',
      },
      passwordSection: {
        title: 'Passwort',
        subtitle: 'Nehmen Sie eines, das Sie sonst nirgends verwenden.',
        subtitle__none: 'Sie haben keines: Sie melden sich mit einem Code an.',
        primaryButton__setPassword: 'Passwort festlegen',
        primaryButton__updatePassword: 'Passwort ändern',
      },
      mfaSection: {
        title: 'Bestätigung in zwei Schritten',
        subtitle: 'Ein zweiter Schritt bei der Anmeldung, damit Ihr Passwort allein nichts öffnet.',
        primaryButton: 'Authenticator-App hinzufügen',
        totp: { headerTitle: 'Authenticator-App', destructiveActionTitle: 'Entfernen' },
        backupCodes: {
          headerTitle: 'Backup-Codes',
          subtitle__none: 'Es sind keine übrig',
          subtitle__regenerate: 'Sie erhalten neue Codes, und die früheren gelten nicht mehr.',
          actionLabel__regenerate: 'Erneuern',
          actionLabel__create: 'Backup-Codes erhalten',
        },
      },
      activeDevicesSection: {
        title: 'Aktive Geräte',
        subtitle: 'Melden Sie jedes ab, das Sie nicht kennen, und ändern Sie dann Ihr Passwort.',
        destructiveAction: 'Abmelden',
        successMessage: '{{name}} ist abgemeldet.',
        deviceName: '{{browser}} auf {{system}}',
        deviceName__unknown: 'Unbekanntes Gerät',
        activeNow: 'Gerade aktiv',
        active: 'Aktiv {{time}}',
        thisComputer: 'Dieser Computer',
      },
      accountsSection: {
        title: 'Konten in diesem Browser',
        subtitle: 'Wechseln Sie zwischen ihnen, ohne sich neu anzumelden.',
        successMessage__switched: 'Sie sind jetzt {{name}}.',
        successMessage__signedOut: '{{name}} ist abgemeldet.',
      },
      dangerSection: {
        title: 'Konto löschen',
        deleteAccountButton: 'Konto löschen',
      },
    },
    profilePage: {
      imageFormSubtitle: 'Bild hochladen',
      imageFormSubtitle__replace: 'Bild ersetzen',
      imageFormDestructiveActionSubtitle: 'Bild entfernen',
      fileDropAreaHint: 'JPEG, PNG, WebP oder GIF, bis 10 MB',
      successMessage: 'Ihr Profil ist gespeichert.',
      successMessage__imageChanged: 'Ihr Bild ist geändert.',
      successMessage__imageRemoved: 'Ihr Bild ist entfernt.',
    },
    mfaTOTPPage: {
      authenticatorApp: {
        infoText__ableToScan: 'Scannen Sie dieses Bild mit Ihrer Authenticator-App.',
        infoText__unableToScan: 'Wenn das nicht geht, geben Sie diesen Schlüssel in die App ein:',
        qrCode_label: 'QR-Code für eine Authenticator-App',
        copyKey: 'Schlüssel kopieren',
      },
      verifySubtitle: 'Geben Sie dann den Code ein, den die App zeigt.',
      verifyTitle: 'Code der App',
      successMessage: 'Ihre Authenticator-App ist eingerichtet.',
      removeResource: {
        messageLine1: 'Die Authenticator-App entfernen?',
        messageLine2: 'Bei der Anmeldung werden ihre Codes dann nicht mehr verlangt.',
        successMessage: 'Die Authenticator-App ist entfernt.',
      },
    },
    backupCodePage: {
      title__codelist: 'Backup-Codes',
      successSubtitle:
        'Bewahren Sie diese Codes sicher auf: Sie werden nur jetzt gezeigt. Jeder meldet Sie einmal an, wenn Ihr Gerät fehlt.',
      actionLabel__copy: 'Alle kopieren',
      actionLabel__copied: 'Kopiert',
      actionLabel__download: 'Herunterladen',
      actionLabel__done: 'Fertig',
    },
    emailAddressPage: {
      formHint: 'Wir senden einen Code dorthin, um sicher zu sein, dass es Ihre ist.',
      emailCode: {
        formTitle: 'Bestätigungscode',
        formSubtitle: 'Ihr 6-stelliger Code ging an {{identifier}}',
        resendButton: 'Neuen Code senden',
        successMessage: '{{identifier}} ist bestätigt.',
      },
      removeResource: {
        messageLine1: '{{identifier}} entfernen?',
        messageLine2: 'Sie können sich dann nicht mehr damit anmelden.',
        successMessage: '{{emailAddress}} ist entfernt.',
      },
    },
    passwordPage: {
      formButtonPrimary: 'Passwort speichern',
      successMessage__set: 'Ihr Passwort ist festgelegt.',
      successMessage__update: 'Ihr Passwort ist geändert.',
    },
    deletePage: {
      messageLine1: 'Das Konto {{identifier}} und alles, was dafür gespeichert ist, werden gelöscht.',
      messageLine2: 'Das lässt sich nicht rückgängig machen.',
      actionDescription: 'Zur Bestätigung „Konto löschen“ eingeben',
      confirm: 'Konto löschen',
    },
  },

  notMe: {
    title: 'Waren das nicht Sie?',
    subtitle:
      'Dann melden Sie alle Geräte ab, auch Ihre eigenen. Das Passwort gilt nicht mehr, und ein Code per E-Mail lässt Sie wieder hinein.',
    primaryButton: 'Überall abmelden',
    secured: {
      title: 'Ihr Konto ist geschützt',
      subtitle:
        'Alle Geräte sind abgemeldet, und das alte Passwort gilt nicht mehr. Melden Sie sich mit einem Code per E-Mail an und wählen Sie dann in Ihrem Profil ein neues Passwort.',
      help: 'Falls Sie den Code nicht mehr erhalten, schreiben Sie den Betreibern dieser Anwendung: Sie können Ihnen Ihr Konto zurückgeben.',
    },
    tooLate: {
      title: 'Dieser Link gilt nicht mehr',
      subtitle:
        'Er wurde schon verwendet oder ist älter als eine Woche. Melden Sie sich an, melden Sie Ihre anderen Geräte ab und wählen Sie ein neues Passwort.',
    },
  },

  signOut: {
    title: 'Abmelden',
    question: 'Abmelden?',
    subtitle: 'Damit werden alle abgemeldet, die in diesem Browser bei {{applicationName}} angemeldet sind.',
    primaryButton: 'Abmelden',
    stayButton: 'Angemeldet bleiben',
  },

  refusal: {
    title: 'Dieser Link führt nicht weiter',
    title__form: 'Das wurde nicht ausgeführt',
    title__notFound: 'Hier ist nichts',
    title__tooManyRequests: 'Einen Moment bitte',
    title__fault: 'Etwas ist schiefgegangen',
    homeButton: 'Zu {{applicationName}}',
    traceId: 'Vorgangsnummer: {{traceId}}',
  },

  document: {
    noScript__title: 'JavaScript ist ausgeschaltet',
    noScript:
      'Diese Seite funktioniert nur mit JavaScript. Erlauben Sie es für sie in den Einstellungen Ihres Browsers und laden Sie die Seite neu.',
    undecided: 'Diese Seite wurde immer wieder geladen, ohne zu erfahren, wer angemeldet ist.',
  },

  inbox: {
    title: 'Posteingang',
    subtitle: 'Alles, was diese Anwendung während der Entwicklung verschickt hat, das Neueste zuerst.',
    deleteAll: 'Alle löschen',
    deleted: 'Alle Nachrichten sind gelöscht.',
    lost: 'Der Server antwortet nicht. Alle zwei Sekunden folgt ein neuer Versuch.',
    empty: 'Noch keine Nachrichten. Registrieren Sie sich oder melden Sie sich an, und der Code erscheint hier.',
    recipient: 'An {{address}}',
    recipient__text: 'SMS an {{address}}',
    arrived: 'Neue Nachricht an {{address}}: {{subject}}',
    copy: 'Kopieren',
    copy_label: 'Code {{code}} kopieren',
    copied: '{{code}} ist kopiert.',
    notCopied: 'Dieser Browser erlaubt das Kopieren hier nicht. Markieren Sie den Code und kopieren Sie ihn selbst.',
    message: 'Nachricht',
  },

  unstable__errors: {
    form_param_nil: '{{paramName}} fehlt.',
    form_param_missing: '{{paramName}} fehlt.',
    form_param_format_invalid: '{{paramName}} enthält Zeichen, die nicht erlaubt sind.',
    form_param_format_invalid__email_address: 'Geben Sie eine E-Mail-Adresse ein, etwa name@example.com.',
    form_param_format_invalid__phone_number: 'Geben Sie eine Nummer mit Landesvorwahl ein, etwa +49 1512 3456789.',
    unsupported_country_code: 'Telefonnummern dieses Landes können hier nicht verwendet werden.',
    phone_number_quota_exceeded: 'Ein Konto kann höchstens {{limit}} Telefonnummern haben. Entfernen Sie zuerst eine davon.',
    form_param_max_length_exceeded: 'Verwenden Sie höchstens {{max_length}} Zeichen.',
    form_param_max_length_exceeded__code: 'Geben Sie alle 6 Ziffern des Codes ein und sonst nichts.',
    form_identifier_not_found: 'Dazu gibt es kein Konto. Prüfen Sie Ihre Eingabe.',
    form_identifier_exists: 'Das ist schon vergeben. Wählen Sie etwas anderes.',
    form_identifier_exists__email_address: 'Diese E-Mail-Adresse gehört schon zu einem Konto.',
    form_identifier_exists__username: 'Dieser Benutzername ist schon vergeben. Wählen Sie einen anderen.',
    form_username_invalid_length: 'Verwenden Sie {{min_length}} bis {{max_length}} Zeichen.',
    form_username_invalid_character: 'Verwenden Sie nur Buchstaben eines Alphabets, Ziffern, Bindestriche und Unterstriche.',
    form_username_needs_non_number_char: 'Verwenden Sie mindestens einen Buchstaben.',
    form_password_incorrect: 'Das Passwort stimmt nicht. Prüfen Sie es und versuchen Sie es erneut.',
    form_password_or_identifier_incorrect: 'Das Passwort stimmt nicht, oder es gibt dieses Konto nicht.',
    form_password_length_too_short: 'Verwenden Sie mindestens {{min_length}} Zeichen.',
    form_password_length_too_long: 'Verwenden Sie höchstens {{max_length}} Zeichen.',
    form_password_compromised: 'Dieses Passwort ist vielleicht anderen bekannt und gilt nicht mehr. Setzen Sie es zurück.',
    form_password_pwned: 'Dieses Passwort gehört zu denen, die zuerst geraten werden. Wählen Sie ein anderes.',
    form_password_matches_identifier: 'Ihre E-Mail-Adresse oder Ihr Benutzername kann nicht Ihr Passwort sein.',
    form_password_not_strong_enough: 'Dieses Passwort ist leicht zu erraten.',
    zxcvbn: {
      suggestions: {
        anotherWord: 'Ergänzen Sie Wörter, die nichts über Sie verraten.',
        repeated: 'Vermeiden Sie wiederholte Wörter und Zeichen.',
        sequences: 'Vermeiden Sie Folgen von Buchstaben, Ziffern und Tasten.',
      },
    },
    form_code_incorrect: 'Der Code stimmt nicht. Prüfen Sie ihn und versuchen Sie es erneut.',
    verification_expired: 'Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.',
    verification_failed: 'Dieser Code wurde zu oft versucht. Fordern Sie einen neuen an.',
    verification_missing: 'Es gilt kein Code mehr. Fordern Sie einen neuen an.',
    verification_already_verified: 'Diese Adresse ist schon bestätigt.',
    email_address_quota_exceeded: 'Ein Konto kann höchstens {{limit}} E-Mail-Adressen haben. Entfernen Sie zuerst eine davon.',
    identification_deletion_failed:
      'Sie haben keinen anderen Weg, sich anzumelden. Fügen Sie zuerst eine weitere E-Mail-Adresse hinzu und bestätigen Sie sie.',
    last_required_identification_deletion_failed:
      'Das ist Ihre einzige bestätigte E-Mail-Adresse. Fügen Sie zuerst eine weitere hinzu und bestätigen Sie sie.',
    user_delete_self_not_enabled:
      'Sie können dieses Konto nicht selbst löschen. Wenden Sie sich an die Betreiber dieser Anwendung.',
    signed_out: 'Sie sind abgemeldet. Melden Sie sich an, um fortzufahren.',
    identifier_already_signed_in: 'Sie sind schon angemeldet.',
    session_exists: 'Hier ist schon jemand angemeldet. Melden Sie sich zuerst ab.',
    session_quota_exceeded:
      'In einem Browser können höchstens {{limit}} Konten angemeldet sein. Melden Sie zuerst eines davon ab.',
    account_transfer_invalid: 'Es ist nichts mehr da, womit es weitergehen kann. Beginnen Sie von vorn.',
    external_account_exists: 'Dieses Konto ist schon verbunden. Melden Sie sich damit an, oder nehmen Sie ein anderes.',
    external_account_not_found: 'Mit diesem Konto hat sich noch niemand registriert.',
    external_account_to_connect:
      'Sie haben hier ein Konto mit dieser E-Mail-Adresse. Melden Sie sich einmal daran an, dann sind beide verbunden.',
    oauth_access_denied: 'Sie haben den Zugriff auf Ihr Konto dort nicht erlaubt.',
    oauth_fetch_user_error: 'Der Anbieter hat nicht gesagt, wer Sie sind. Versuchen Sie es erneut oder auf einem anderen Weg.',
    oauth_provider_unavailable: 'Der Anbieter antwortet gerade nicht. Versuchen Sie es später oder auf einem anderen Weg.',
    oauth_state_invalid:
      'Dieser Rückweg wurde schon benutzt, hat zu lange gedauert oder begann in einem anderen Browser. Beginnen Sie von vorn.',
    oauth_token_exchange_error:
      'Der Anbieter hat nicht bestätigt, wer Sie sind. Versuchen Sie es erneut oder auf einem anderen Weg.',
    invalid_url: 'An diese Adresse wird von hier niemand geleitet. Wenden Sie sich an die Betreiber dieser Anwendung.',
    user_banned: 'Dieses Konto ist gesperrt. Wenden Sie sich an die Betreiber dieser Anwendung.',
    user_locked: 'Dieses Konto ist vorübergehend gesperrt. Versuchen Sie es in {{time}} erneut.',
    resource_not_found: 'Das gibt es nicht mehr: Es wurde anderswo geändert oder entfernt.',
    avatar_file_size_exceeded: 'Dieses Bild ist größer als 10 MB. Wählen Sie ein kleineres.',
    avatar_file_type_invalid: 'Diese Datei ist kein Bild. Wählen Sie eine JPEG-, PNG-, WebP- oder GIF-Datei.',
    image_too_large: 'Dieses Bild ist zu groß. Wählen Sie eines mit höchstens 10 MB und 4.000 mal 3.000 Pixeln.',
    image_type_not_supported: 'Diese Datei ist kein Bild. Wählen Sie eine JPEG-, PNG-, WebP- oder GIF-Datei.',
    origin_invalid: 'Das wollte eine Seite, die diese Anwendung nicht kennt. Wenden Sie sich an die Betreiber.',
    origin_missing: 'Ihr Browser sagte nicht, welche Seite das wollte. Laden Sie sie neu und versuchen Sie es noch einmal.',
    request_body_too_large: 'Das ist mehr, als gesendet werden kann. Nehmen Sie weniger.',
    request_timeout: 'Das Senden hat zu lange gedauert. Versuchen Sie es erneut.',
    too_many_requests: 'Zu viele Versuche. Versuchen Sie es in {{time}} erneut.',
    too_many_requests__unknownTime: 'Zu viele Versuche. Versuchen Sie es gleich noch einmal.',
    service_unavailable: 'Der Server kann gerade nicht antworten. Versuchen Sie es in {{time}} erneut.',
    service_unavailable__unknownTime: 'Der Server kann gerade nicht antworten. Versuchen Sie es in einigen Minuten erneut.',
    hook_failed: 'Bei uns ist etwas schiefgegangen, und nichts wurde geändert. Versuchen Sie es gleich noch einmal.',
    internal_clerk_error: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
    offline: 'Sie sind anscheinend offline. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    unreachable: 'Der Server war nicht zu erreichen. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    strange_answer:
      'Etwas anderes hat anstelle dieser Anwendung geantwortet. Müssen Sie sich erst in Ihrem Netzwerk anmelden? Versuchen Sie es danach erneut.',
    other: 'Das hat nicht funktioniert ({{code}}). Laden Sie diese Seite neu und versuchen Sie es noch einmal.',
  },

  letters: {
    terms: 'Nutzungsbedingungen',
    privacy: 'Datenschutz',
    validity: 'Der Code gilt {{time}}.',
    sign_up_code: {
      subject: '{{code}} ist Ihr Code für {{applicationName}}',
      heading: 'E-Mail-Adresse bestätigen',
      line: 'Willkommen bei {{applicationName}}. Geben Sie diesen Code dort ein, wo Sie sich registrieren:',
      unasked:
        'Falls Sie sich nicht registriert haben, ignorieren Sie diese E-Mail: Ohne den Code kann niemand Ihre Adresse verwenden.',
    },
    sign_in_code: {
      subject: '{{code}} ist Ihr Code, um sich bei {{applicationName}} anzumelden',
      heading: 'Anmelden',
      line: 'Geben Sie diesen Code ein, um sich bei {{applicationName}} anzumelden:',
      unasked:
        'Falls Sie das nicht waren, ignorieren Sie diese E-Mail und geben Sie den Code niemandem: Ohne ihn kommt auf diesem Weg niemand hinein.',
    },
    reset_password_code: {
      subject: '{{code}} ist Ihr Code, um Ihr Passwort für {{applicationName}} zurückzusetzen',
      heading: 'Neues Passwort wählen',
      line: 'Geben Sie diesen Code ein, um ein neues Passwort für {{applicationName}} zu wählen:',
      unasked:
        'Falls Sie das nicht wollten, ignorieren Sie diese E-Mail und geben Sie den Code niemandem: Ihr Passwort bleibt, wie es ist.',
    },
    email_address_code: {
      subject: '{{code}} ist Ihr Code, um diese Adresse bei {{applicationName}} hinzuzufügen',
      heading: 'E-Mail-Adresse bestätigen',
      line: 'Geben Sie diesen Code ein, um diese Adresse Ihrem Konto bei {{applicationName}} hinzuzufügen:',
      unasked: 'Falls Sie das nicht wollten, ignorieren Sie diese E-Mail: Ohne den Code kann niemand Ihre Adresse verwenden.',
    },
    verification_code: {
      subject: '{{code}} ist Ihr Code für {{applicationName}}',
      heading: 'E-Mail-Adresse bestätigen',
      line: 'Geben Sie diesen Code dort ein, wo {{applicationName}} Sie danach fragt:',
      unasked: 'Falls Sie das nicht wollten, ignorieren Sie diese E-Mail und geben Sie den Code niemandem.',
    },
    text: {
      sign_up_code:
        '{{code}} ist Ihr Code, um sich bei {{applicationName}} zu registrieren. Er gilt {{time}}. Geben Sie ihn niemandem.',
      sign_in_code:
        '{{code}} ist Ihr Code, um sich bei {{applicationName}} anzumelden. Er gilt {{time}}. Geben Sie ihn niemandem.',
      reset_password_code:
        '{{code}} ist Ihr Code, um Ihr Passwort für {{applicationName}} zurückzusetzen. Er gilt {{time}}. Geben Sie ihn niemandem.',
      phone_number_code:
        '{{code}} ist Ihr Code, um diese Nummer bei {{applicationName}} hinzuzufügen. Er gilt {{time}}. Geben Sie ihn niemandem.',
      second_factor_code:
        '{{code}} ist Ihr Code, um bei {{applicationName}} zu bestätigen, dass Sie es sind. Er gilt {{time}}. Geben Sie ihn niemandem.',
    },
    password_changed: {
      subject: 'Ihr Passwort für {{applicationName}} wurde geändert',
      heading: 'Ihr Passwort wurde geändert',
      line: 'Ihr Konto bei {{applicationName}} hat ein neues Passwort.',
    },
    password_removed: {
      subject: 'Ihr Passwort für {{applicationName}} wurde entfernt',
      heading: 'Ihr Passwort wurde entfernt',
      line: 'Ihr Konto bei {{applicationName}} hat kein Passwort mehr. Sie melden sich mit einem Code per E-Mail an.',
    },
    phone_number_added: {
      subject: 'Ihrem Konto bei {{applicationName}} wurde eine Telefonnummer hinzugefügt',
      heading: 'Eine Telefonnummer wurde hinzugefügt',
      line: '{{phoneNumber}} wurde Ihrem Konto bei {{applicationName}} hinzugefügt und öffnet es nun mit einem Code.',
    },
    phone_number_removed: {
      subject: 'Eine Telefonnummer wurde aus Ihrem Konto bei {{applicationName}} entfernt',
      heading: 'Eine Telefonnummer wurde entfernt',
      line: '{{phoneNumber}} wurde aus Ihrem Konto bei {{applicationName}} entfernt und öffnet es nicht mehr.',
    },
    totp_added: {
      subject: 'Ihrem Konto bei {{applicationName}} wurde eine Authenticator-App hinzugefügt',
      heading: 'Eine Authenticator-App wurde hinzugefügt',
      line: 'Bei der Anmeldung an Ihrem Konto bei {{applicationName}} wird nun auch ein Code dieser App verlangt.',
    },
    totp_removed: {
      subject: 'Die Authenticator-App wurde aus Ihrem Konto bei {{applicationName}} entfernt',
      heading: 'Die Authenticator-App wurde entfernt',
      line: 'Bei der Anmeldung an Ihrem Konto bei {{applicationName}} wird kein Code dieser App mehr verlangt.',
    },
    backup_codes_renewed: {
      subject: 'Neue Backup-Codes für Ihr Konto bei {{applicationName}}',
      heading: 'Ihre Backup-Codes wurden erneuert',
      line: 'Ihr Konto bei {{applicationName}} hat neue Backup-Codes. Die früheren gelten nicht mehr.',
    },
    two_steps_removed: {
      subject: 'Die Bestätigung in zwei Schritten wurde für Ihr Konto bei {{applicationName}} ausgeschaltet',
      heading: 'Die Bestätigung in zwei Schritten wurde ausgeschaltet',
      line: 'Bei der Anmeldung an Ihrem Konto bei {{applicationName}} wird kein zweiter Schritt mehr verlangt.',
    },
    email_address_added: {
      subject: 'Ihrem Konto bei {{applicationName}} wurde eine E-Mail-Adresse hinzugefügt',
      heading: 'Eine E-Mail-Adresse wurde hinzugefügt',
      line: '{{emailAddress}} wurde Ihrem Konto bei {{applicationName}} hinzugefügt und kann zum Anmelden verwendet werden.',
    },
    email_address_removed: {
      subject: 'Eine E-Mail-Adresse wurde aus Ihrem Konto bei {{applicationName}} entfernt',
      heading: 'Eine E-Mail-Adresse wurde entfernt',
      line: '{{emailAddress}} wurde aus Ihrem Konto bei {{applicationName}} entfernt und kann nicht mehr zum Anmelden verwendet werden. Noch eine Woche lang erfährt sie von Änderungen am Konto.',
    },
    primary_email_address_changed: {
      subject: 'Die Hauptadresse Ihres Kontos bei {{applicationName}} wurde geändert',
      heading: 'Ihre Hauptadresse wurde geändert',
      line: '{{emailAddress}} ist jetzt die Hauptadresse Ihres Kontos bei {{applicationName}}.',
    },
    new_device_sign_in: {
      subject: 'Neue Anmeldung bei {{applicationName}}',
      heading: 'Anmeldung mit einem neuen Gerät',
      line: 'Jemand hat sich mit einem Gerät, das dafür bisher nicht verwendet wurde, bei Ihrem Konto bei {{applicationName}} angemeldet.',
    },
    account_deleted: {
      subject: 'Ihr Konto bei {{applicationName}} wurde gelöscht',
      heading: 'Ihr Konto wurde gelöscht',
      line: 'Ihr Konto bei {{applicationName}} und alles, was dafür gespeichert war, sind gelöscht.',
    },
    when: '{{time}}.',
    whenAndWhere: '{{time}}, {{device}}.',
    whenAndWhere__address: '{{time}}, {{device}}, {{address}}.',
    device: '{{browser}} auf {{system}}',
    device__unknown: 'unbekanntes Gerät',
    thisComputer: 'dieser Computer',
    ifItWasYou: 'Falls Sie das waren, ist nichts zu tun.',
    notMe: {
      button: 'Das war ich nicht',
      note: 'Der Link gilt eine Woche. Nach Ihrer Bestätigung meldet er alle Geräte ab und macht das Passwort ungültig.',
      note__withoutLink:
        'Falls Sie das nicht waren, melden Sie sich an, melden Sie alle anderen Geräte ab und wählen Sie ein neues Passwort. Falls Sie sich nicht mehr anmelden können, schreiben Sie den Betreibern der Anwendung.',
      note__accountDeleted: 'Falls Sie das nicht waren, schreiben Sie den Betreibern von {{applicationName}}.',
    },
  },
}
