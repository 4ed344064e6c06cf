"use strict";
/* A small seeded generator, so that a failing run can be repeated with SEED. */

function randomFrom(seed) {
    let state = seed >>> 0;
    const next = () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const below = (n) => Math.floor(next() * n);
    const pick = (list) => list[below(list.length)];
    const chance = (share) => next() < share;
    const some = (list) => list.filter(() => chance(0.5));
    const shuffled = (list) => {
        const copy = list.slice();
        for (let i = copy.length - 1; i > 0; i--) {
            const j = below(i + 1);
            [copy[i], copy[j]] = [copy[j], copy[i]];
        }
        return copy;
    };
    return { below, pick, chance, some, shuffled };
}

module.exports = { randomFrom };
