/*
 * A table that can be read aloud, becomes cards on a narrow screen and is printed whole. Numbers are aligned at
 * their end. Roles are said outright, since a table that is laid out as cards would lose them.
 */
import type { ComponentChildren } from 'preact';

export interface Column<Row> {
    key: string;
    title: string;
    number?: boolean;
    /** The column that names the row. */
    head?: boolean;
    cell: (row: Row) => ComponentChildren;
}

/** How much room a table needs before its rows become cards. */
export type Room = 'slim' | 'little' | 'roomy' | 'wide';

function roomFor(columns: number): Room {
    return columns >= 7 ? 'wide' : columns >= 5 ? 'roomy' : 'little';
}

/** What a table stands in: it knows how much room there is, and scrolls by itself if that is not enough even so. */
export function TableRoom({ caption, room, children }: { caption: string; room: Room; children: ComponentChildren }) {
    return (
        <div class="figures-room">
            <div class={`figures figures--${room}`} role="region" aria-label={caption} tabIndex={0}>
                {children}
            </div>
        </div>
    );
}

function TableRow<Row>({ row, columns, sum = false }: { row: Row; columns: Column<Row>[]; sum?: boolean }) {
    return (
        <tr role="row" class={sum ? 'table__sum' : undefined}>
            {columns.map((column) =>
                column.head ? (
                    <th key={column.key} scope="row" role="rowheader">
                        {column.cell(row)}
                    </th>
                ) : (
                    <td key={column.key} role="cell" class={column.number ? 'table__number' : ''} data-title={column.title}>
                        {column.cell(row)}
                    </td>
                ),
            )}
        </tr>
    );
}

export function DataTable<Row>({
    caption,
    hideCaption = false,
    columns,
    rows,
    rowKey,
    sum,
    room = roomFor(columns.length),
}: {
    caption: string;
    hideCaption?: boolean;
    columns: Column<Row>[];
    rows: Row[];
    rowKey: (row: Row) => string;
    /** All rows added up: the last one. */
    sum?: Row;
    /** By the number of its columns, unless they are wider or narrower than most. */
    room?: Room;
}) {
    return (
        <TableRoom caption={caption} room={room}>
            <table class="table" role="table">
                <caption class={hideCaption ? 'govuk-visually-hidden' : 'section-title'}>{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {columns.map((column) => (
                            <th key={column.key} scope="col" role="columnheader" class={column.number ? 'table__number' : ''}>
                                {column.title}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {rows.map((row) => (
                        <TableRow key={rowKey(row)} row={row} columns={columns} />
                    ))}
                    {sum !== undefined && <TableRow row={sum} columns={columns} sum />}
                </tbody>
            </table>
        </TableRoom>
    );
}
