import type { Socket } from 'node:net'

/** Where this machine reaches the server: its port is known once somebody has come through it. */
export interface LocalOrigin {
  note(socket: Socket): void
  current(): string
}

export function createLocalOrigin(): LocalOrigin {
  let origin = 'http://localhost'
  return {
    note({ localPort, encrypted }: Socket & { encrypted?: boolean }) {
      if (localPort) origin = `${encrypted ? 'https' : 'http'}://localhost:${localPort}`
    },
    current: () => origin,
  }
}
