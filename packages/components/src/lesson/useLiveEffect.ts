'use client'
import { useEffect, useLayoutEffect } from 'react'

/** A layout effect, in silence on the server, where React 18 complains of one. */
export const useLiveEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect
