/* What is kept in memory for one person goes when they sign out, or when somebody else signs in at the same page. */
const kept = new Set<{ clear: () => void }>();

/** Gives back what is to be cleared then. */
export function untilLeaving<T extends { clear: () => void }>(store: T): T {
    kept.add(store);
    return store;
}

export function leave(): void {
    kept.forEach((store) => store.clear());
}
