import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type RequestFailure, unanswered } from '../client/failure.js'
import { Failed } from './failed.js'
import { Loading } from './waiting.js'

/** A component that is fetched when it is first needed. */
export type LazyComponent<Props> = ComponentType<Props> & { preload(): Promise<void> }

/** A component for what the module has, which is fetched by a dynamic import. */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyComponent<Props> {
  let Loaded: ComponentType<Props> | undefined
  const preload = async () => {
    Loaded ??= await load()
  }

  function Lazy(props: Props) {
    const [, setReady] = useState(Loaded !== undefined)
    const [failure, setFailure] = useState<RequestFailure>()
    const fetchIt = () => {
      setFailure(undefined)
      preload().then(
        () => setReady(true),
        () => setFailure(unanswered()),
      )
    }
    useEffect(() => {
      if (!Loaded) fetchIt()
    }, [])
    if (failure) return <Failed reason={failure} onRetry={fetchIt} />
    return Loaded ? <Loaded {...props} /> : <Loading />
  }
  return Object.assign(Lazy, { preload })
}

/** Fetches the component ahead, so that its screen takes the place of the one before without a gap. If it can't be had, its screen says so. */
export async function preload<Props>(component: ComponentType<Props> | undefined): Promise<void> {
  if (component && 'preload' in component) await (component as LazyComponent<Props>).preload().catch(() => {})
}
