import { createModel, runForward } from '@glassformer/core'
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { LessonContext, lessonOf } from '../lesson/context'
import { createLesson } from '../lesson/handle'
import { Said } from '../messages/Said'
import { number, say } from '../messages/say'
import { DataTable } from './DataTable'

const model = createModel({ nLayers: 1, nHeads: 1, dModel: 4, nCtx: 8, dVocab: 5 }, { seed: 1 })
const lesson = createLesson({ forward: runForward(model, [1, 2, 3]) })
const cell = (...index: number[]) => ({ tensor: 'blocks.0.resid_pre', index })

describe('a number in a sentence', () => {
  const sentence = say`It is ${number('0.5', '0.5001', cell(1, 2))}, and ${number('7')} is none.`

  it('opens to its terms beside itself, and is lit while it is chosen', async () => {
    render(<LessonContext.Provider value={lessonOf(lesson)}>{<Said>{sentence}</Said>}</LessonContext.Provider>)
    const button = screen.getByRole('button', { name: '0.5' })
    await userEvent.click(button)
    expect(lesson.inspected.get()).toEqual({ cell: cell(1, 2), anchor: button })
    expect(button).toHaveAttribute('data-lit')
    await userEvent.click(button)
    expect(lesson.inspected.get()).toBeNull()
    expect(button).not.toHaveAttribute('data-lit')
    expect(screen.getByText('7').tagName).toBe('B')
  })

  it('is only read where there is no lesson', () => {
    render(<Said>{sentence}</Said>)
    expect(screen.queryByRole('button')).toBeNull()
    expect(document.body).toHaveTextContent('It is 0.5, and 7 is none.')
  })
})

describe('numbers in a table', () => {
  it('are one stop for Tab, and arrow keys move over them, past what is none', async () => {
    const rows = [0, 1].map((row) => [
      `row ${row}`,
      { text: `${row}.1`, cell: cell(row, 0) },
      'masked',
      { text: `${row}.3`, cell: cell(row, 2) },
    ])
    render(
      <LessonContext.Provider value={lessonOf(lesson)}>
        <DataTable label="Table" caption="Numbers" columns={['a', 'b', 'c', 'd']} rows={() => rows} />
      </LessonContext.Provider>,
    )
    await userEvent.click(screen.getByText('Table'))
    const table = screen.getByRole('table')
    const stops = () =>
      within(table)
        .getAllByRole('button')
        .filter((button) => button.tabIndex === 0)
    expect(stops().map((button) => button.textContent)).toEqual(['0.1'])
    act(() => stops()[0]?.focus())
    await userEvent.keyboard('{ArrowRight}')
    expect(document.activeElement).toHaveTextContent('0.3')
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement).toHaveTextContent('1.3')
    await userEvent.keyboard('{ArrowRight}')
    expect(document.activeElement).toHaveTextContent('1.3')
    await userEvent.keyboard('{ArrowLeft}{Enter}')
    expect(lesson.inspected.get()?.cell).toEqual(cell(1, 0))
    expect(stops().map((button) => button.textContent)).toEqual(['1.1'])
    act(() => lesson.inspect(null))
  })
})
