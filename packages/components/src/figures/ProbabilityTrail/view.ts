export const TRAIL_VIEWS = ['guess', 'next'] as const
/** `guess`: what each layer finds most probable; `next`: how probable it finds the token that follows in the end. */
export type TrailView = (typeof TRAIL_VIEWS)[number]
