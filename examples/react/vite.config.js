import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const target = 'http://localhost:3000' // where the Express app listens

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/__clerk': { target }, '/api': { target } } },
})
