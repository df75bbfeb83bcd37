'use client'
import { createContext } from 'react'
import type { TogetherLead } from './createLead'

export const LeadContext = createContext<TogetherLead | null>(null)
