import type { Instance } from '../../instance.js'

/** Where an image is served, on our own origin: absolute when the public URL is configured. Without an image, a neutral figure. */
export const imageUrl = (instance: Instance, imageId: string | null): string =>
  `${instance.options.publicUrl ?? ''}${instance.options.basePath}/images/${imageId ?? 'none'}`
