/** How hard a password is to guess, as zxcvbn estimates it and as the pages show it while it is typed. */
import type { Chooser } from './personal.js'

type Estimate = (password: string, userInputs: string[]) => 0 | 1 | 2 | 3 | 4

let estimate: Promise<Estimate> | undefined

// What comes after so many characters makes no password weaker, and takes long to look at.
const maxCharacters = 100

/** 0 to 4. The dictionaries are read with the first password that is asked about. */
export async function strengthOf(password: string, chooser: Chooser): Promise<number> {
  estimate ??= load()
  const own = [...chooser.emailAddresses, chooser.username, chooser.first_name, chooser.last_name]
  return (await estimate)(
    password.slice(0, maxCharacters),
    own.flatMap((text) => (text ? [text, ...text.split('@')] : [])),
  )
}

async function load(): Promise<Estimate> {
  const [core, { default: common }, { default: english }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const zxcvbn = new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  })
  return (password, userInputs) => zxcvbn.check(password, userInputs).score
}
