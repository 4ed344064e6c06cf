/* Work that takes longer than a breath says how far it is: in a bar, and in figures. */

export function Progress({ value, of, label, words }: { value: number; of: number; label: string; words: string }) {
    return (
        <p>
            <progress class="progress" max={of} value={value} aria-label={label} />
            {words}
        </p>
    );
}
