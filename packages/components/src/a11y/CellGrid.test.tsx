import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { CellGrid, type GridCell } from './CellGrid'

function show(size = { rows: 3, columns: 4 }) {
  const told: unknown[] = []
  const props = {
    label: 'numbers',
    nameOf: ({ row, column }: GridCell) => `cell ${row} ${column}`,
    isChosen: ({ row, column }: GridCell) => row === 1 && column === 2,
    onPoint: (cell: GridCell | null) => told.push(cell),
    onChoose: (cell: GridCell) => told.push(['chosen', cell]),
    onClear: () => told.push('cleared'),
  }
  const { rerender } = render(<CellGrid {...props} {...size} />)
  const grid = screen.getByRole('grid', { name: 'numbers' })
  /** What a screen reader is told to be at: the element named by the grid. */
  const active = () => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')
  return { grid, active, told, resize: (to: typeof size) => rerender(<CellGrid {...props} {...to} />) }
}

describe('CellGrid', () => {
  it('is one stop of the Tab key, and keys move what it names, held at the ends', async () => {
    const { grid, active } = show()
    await userEvent.tab()
    expect(grid).toHaveFocus()
    const names: (string | null | undefined)[] = []
    for (const key of ['ArrowDown', 'ArrowRight', 'End', 'ArrowRight', 'PageDown', 'PageUp', 'Home', 'ArrowUp']) {
      await userEvent.keyboard(`{${key}}`)
      names.push(active()?.textContent)
    }
    expect(names).toEqual(['1 0', '1 1', '1 3', '1 3', '2 3', '0 3', '0 0', '0 0'].map((at) => `cell ${at}`))
    await userEvent.tab()
    expect(grid).not.toHaveFocus()
  })

  it('gives a screen reader a cell of a row of a grid, one for each, with its place and whether it is kept', async () => {
    const { grid, active } = show()
    expect(grid).toHaveAttribute('aria-rowcount', '3')
    expect(grid).toHaveAttribute('aria-colcount', '4')
    grid.focus()
    const before = active()
    await userEvent.keyboard('{ArrowDown}')
    expect(active()).not.toBe(before)
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    const cell = screen.getByRole('gridcell', { name: 'cell 1 2', selected: true })
    expect(cell).toBe(active())
    expect(cell).toHaveAttribute('aria-colindex', '3')
    expect(screen.getByRole('row')).toHaveAttribute('aria-rowindex', '2')
    expect(cell.parentElement).toBe(screen.getByRole('row'))
    expect(grid).toContainElement(cell)
    await userEvent.keyboard('{ArrowRight}')
    expect(screen.getByRole('gridcell', { name: 'cell 1 3', selected: false })).toBe(active())
  })

  it('keeps the cell come from until the focus leaves, and takes cells away by rows: Orca is silent where one vanishes beside it', async () => {
    const { grid, active } = show()
    /** Cells as they stand in the document, with what they say. */
    const cells = () => screen.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent))
    expect(cells()).toEqual([['cell 0 0']])
    await userEvent.tab()
    for (const [key, shown] of [
      ['ArrowRight', [['cell 0 0', 'cell 0 1']]],
      ['End', [['', 'cell 0 1', 'cell 0 3']]],
      ['ArrowDown', [['', '', 'cell 0 3'], ['cell 1 3']]],
      ['ArrowLeft', [['cell 1 2', 'cell 1 3']]],
      // Held at the end: nothing moves, nothing goes.
      ['PageDown', [['cell 1 2', ''], ['cell 2 2']]],
      ['ArrowDown', [['cell 1 2', ''], ['cell 2 2']]],
      ['ArrowUp', [['cell 1 2', ''], ['cell 2 2']]],
    ] as const) {
      const before = active()
      const around = [...(before?.parentElement?.children ?? [])]
      await userEvent.keyboard(`{${key}}`)
      expect(cells()).toEqual(shown)
      expect(around.every((cell) => cell.isConnected)).toBe(true)
      expect(active()).toHaveTextContent(/^cell/)
    }
    const left = active()
    await userEvent.tab()
    expect(grid).not.toHaveFocus()
    expect(screen.getAllByRole('gridcell')).toEqual([left])
  })

  it('chooses by Enter and Space, and lets Escape go on to what is around', async () => {
    const { grid, told } = show()
    grid.focus()
    told.length = 0
    await userEvent.keyboard('{Enter} ')
    expect(told).toEqual([
      ['chosen', { row: 0, column: 0 }],
      ['chosen', { row: 0, column: 0 }],
    ])
    let heard = 0
    document.body.addEventListener('keydown', () => heard++, { once: true })
    await userEvent.keyboard('{Escape}')
    expect([told.at(-1), heard]).toEqual(['cleared', 1])
  })

  it('leaves keys that it does not know, and those of the page with Ctrl, Alt or Meta, alone', () => {
    const { grid } = show()
    // `fireEvent` gives false where the default was prevented.
    expect(fireEvent.keyDown(grid, { key: 'ArrowDown' })).toBe(false)
    expect(fireEvent.keyDown(grid, { key: 'a' })).toBe(true)
    for (const held of ['altKey', 'ctrlKey', 'metaKey'])
      expect(fireEvent.keyDown(grid, { key: 'ArrowDown', [held]: true })).toBe(true)
  })

  it('points at nothing when the focus or the pointer leaves', () => {
    const { grid, told } = show()
    fireEvent.pointerLeave(grid)
    grid.focus()
    grid.blur()
    expect(told.slice(-2)).toEqual([null, null])
  })

  it('keeps its cell within a run that got shorter, and names none of an empty one', async () => {
    const { grid, active, resize } = show()
    grid.focus()
    await userEvent.keyboard('{PageDown}{End}')
    resize({ rows: 2, columns: 2 })
    expect(active()).toHaveTextContent('cell 1 1')
    resize({ rows: 0, columns: 0 })
    expect(screen.queryByRole('gridcell')).toBeNull()
  })
})
