export { Chapter, type ChapterProps } from './Chapter'
export { Chapters, type ChaptersProps } from './Chapters'
export { Segment, type SegmentProps } from './Segment'
export { type SegmentMoment, useSegment } from './useSegment'
