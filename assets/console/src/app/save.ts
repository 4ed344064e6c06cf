/* Gives the person a file that was made in the browser. */
export function saveFile(name: string, content: Uint8Array | string, type: string) {
    const address = URL.createObjectURL(new Blob([content as BlobPart], { type }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
}

/** A file leaves the page that says so: what was made up says it in its name. */
export function fileName(name: string, of: { sample: boolean } | null): string {
    return of?.sample ? `sample-${name}` : name;
}

/** A cell as a spreadsheet takes it: quoted, and never a formula (as the hub's own exports are). */
export function csvCell(value: string | number): string {
    const text = String(value);
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
}
