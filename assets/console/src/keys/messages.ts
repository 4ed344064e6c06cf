/* What page and worker say to each other. Keys and passphrases go to the worker and never come back. */

export interface SealedItem {
    ref: string;
    /** Base64. */
    sealed: string;
    life: string;
    seq: number;
    /** Of the survey, in hexadecimal. */
    digest: string;
    question: string;
}

export type Opened = { ref: string; text: string } | { ref: string; trouble: 'other_key' | 'moved' | 'damaged' };

export type Ask =
    | { id: number; what: 'unlock'; wrapped: string; publicKey: string; passphrase: string }
    | { id: number; what: 'open'; items: SealedItem[] }
    | { id: number; what: 'lock' }
    | { id: number; what: 'make'; passphrase: string };

export type Answer =
    | { id: number; what: 'unlocked' }
    | { id: number; what: 'wrong_passphrase' }
    | { id: number; what: 'no_memory' }
    | { id: number; what: 'damaged' }
    | { id: number; what: 'opened'; items: Opened[] }
    | { id: number; what: 'locked' }
    | { id: number; what: 'made'; publicKey: string; wrapped: string };
