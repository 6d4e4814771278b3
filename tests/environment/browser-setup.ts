import { findChromium } from './chromium.js'

/** Once, before the first browser test: installing a browser takes longer than a test may. */
export default function setUp(): void {
  findChromium()
}
