import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import '@glassformer/components/styles.css'

export const metadata: Metadata = { title: 'A lesson with Glassformer' }

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
