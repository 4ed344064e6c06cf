/* From what people call something to what programs call it, and to what a search finds it by. */

const ID_MAX = 32;
/** Two more that have the same letters, a hundred, still fit. */
const ROOM_FOR_NUMBER = 4;

/** Without accents and capitals: what a search compares. */
export function folded(text: string): string {
    return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** "Mill Lane Clinic" is "mill-lane-clinic"; '' when nothing of it can be in an id, as in another script. */
export function idOf(name: string, join: '-' | '_' = '-'): string {
    return folded(name)
        .replace(/[^a-z0-9]+/g, join)
        .replace(/^[^a-z]+|[-_]+$/g, '')
        .slice(0, ID_MAX);
}

/** One that nothing of the same kind has; `kind` begins it where the name cannot. */
export function freeId(name: string, kind: string, taken: string[]): string {
    const base = idOf(name).slice(0, ID_MAX - ROOM_FOR_NUMBER) || kind;
    let id = base;
    for (let n = 2; taken.includes(id); n++) {
        id = `${base}-${n}`;
    }
    return id;
}
