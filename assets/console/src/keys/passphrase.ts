/*
 * Passphrases: seven words of five letters, consonant and vowel in turn, sixteen random bits each, as the command
 * line makes them, so that 112 bits can be read aloud over a telephone and typed without a mistake.
 */
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
const WORDS = 7;

function word(bits: number): string {
    const letter = (from: string, shift: number, mask: number) => from.charAt((bits >> shift) & mask);
    return (
        letter(CONSONANTS, 12, 15) + letter(VOWELS, 10, 3) + letter(CONSONANTS, 6, 15) + letter(VOWELS, 4, 3) + letter(CONSONANTS, 0, 15)
    );
}

export function newPassphrase(): string {
    return [...crypto.getRandomValues(new Uint16Array(WORDS))].map(word).join('-');
}

/** What people type: any case, spaces or dashes between the words. */
export function tidyPassphrase(typed: string): string {
    return typed.trim().toLowerCase().split(/[\s-]+/).join('-');
}
