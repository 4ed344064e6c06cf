"use strict";
/*
 * Holds our survey model against survey-core: the same random answers, hidden and impossible ones
 * among them, go into both, and after each of them the visible questions, the answers kept and the
 * refusals must be the same. survey-core itself refuses nothing; what it shows and the values that it
 * lists say what ought to be refused.
 *
 *   node walks.js FOLDER-WITH-NODE_MODULES WALKER      SEED and WALKS (for each file) may be set
 */
const assert = require("assert");
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const { spawn } = require("child_process");
const readline = require("readline");
const { randomFrom } = require("./random.js");
const { generateSurvey } = require("./generate.js");

const [installed, walkerPath] = process.argv.slice(2);
const { Model } = createRequire(path.join(path.resolve(installed), "x.js"))("survey-core");
const seed = Number(process.env.SEED || Date.now() % 1000000);
const walksPerFile = Number(process.env.WALKS || 150);
const GENERATED = 120;
const WALKS_PER_GENERATED = 15;
const STEPS = 18;
const COMMENT_DEFAULT = 500;

const root = path.resolve(__dirname, "..", "..");

/* Every survey in the tree: assets/surveys and each folder named surveys under tests. */
function surveyFolders(folder) {
    return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const here = path.join(folder, entry.name);
        if (!entry.isDirectory() || entry.name === "node_modules") {
            return [];
        }
        return entry.name === "surveys" ? [here] : surveyFolders(here);
    });
}

function surveyFiles() {
    const folders = [path.join(root, "assets", "surveys"), ...surveyFolders(path.join(root, "tests"))];
    return folders.flatMap((folder) =>
        fs.readdirSync(folder).filter((f) => f.endsWith(".json")).sort().map((f) => path.join(folder, f)));
}

/* One line out, one line in, in order. */
function startWalker() {
    const child = spawn(walkerPath, [], { stdio: ["pipe", "pipe", "inherit"] });
    const waiting = [];
    readline.createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()(line));
    child.on("exit", (code, signal) => {
        if (code !== 0 || waiting.length) {
            console.error(`the walker ended with ${signal || code}; SEED=${seed}`);
            process.exit(1);
        }
    });
    const tell = (line) => child.stdin.write(line + "\n");
    const ask = (line) => new Promise((resolve) => {
        waiting.push(resolve);
        tell(line);
    });
    const end = () => child.stdin.end();
    return { tell, ask, end };
}

/* What survey-core lists as the values of a question; null for what is not answered. */
function valuesOf(question) {
    switch (question.getType()) {
    case "rating":
        return question.visibleRateValues.map((item) => item.value);
    case "radiogroup":
    case "checkbox":
        return question.visibleChoices.map((item) => item.value);
    case "boolean":
        return [question.getValueTrue(), question.getValueFalse()];
    default:
        return [];
    }
}

const isEmpty = (value) =>
    value === null || value === "" || (Array.isArray(value) && value.length === 0);

function possible(question, value) {
    const type = question.getType();
    if (type === "html") {
        return false;
    }
    if (value === null) {
        return true;
    }
    if (type === "comment") {
        const most = question.maxLength > 0 ? question.maxLength : COMMENT_DEFAULT;
        return typeof value === "string" && Array.from(value).length <= most;
    }
    const values = valuesOf(question);
    if (type === "checkbox") {
        return Array.isArray(value) && new Set(value).size === value.length &&
            value.every((v) => values.includes(v));
    }
    return values.includes(value);
}

const ODD = ["nonsense", "", "true", "5", 5, 0, -1, 99, 1.5, true, false, null, [], ["x", "x"], [["x"]],
    [null], {}, { value: "x" }, "Good", "undefined", "it is a text that is too long for a short one"];
const TEXTS = ["fine", "  ", "0", "false", "Da iawn, diolch", "بہت اچھا", "\"quoted\" \\ and \n more"];

function someValue(random, question) {
    const values = valuesOf(question);
    if (random.chance(0.2)) {
        return random.pick(ODD);
    }
    if (random.chance(0.07)) {
        return null;
    }
    if (question.getType() === "checkbox") {
        return random.shuffled(random.some(values));
    }
    return values.length ? random.pick(values) : random.pick(TEXTS);
}

const visibleNames = (model) => model.getAllQuestions(true).map((question) => question.name);

/* Why our side should refuse, or null; and the answer is given to survey-core when it should not. */
function give(model, name, value) {
    const question = model.getQuestionByName(name);
    if (!question) {
        return "there is no such question";
    }
    if (!visibleNames(model).includes(name)) {
        return "it is not visible";
    }
    if (question.getType() === "html") {
        return "it is read, not answered";
    }
    if (!possible(question, value)) {
        return "this is none of its values";
    }
    if (isEmpty(value)) {
        question.clearValue();
    } else {
        model.setValue(name, value);
    }
    return null;
}

function check(survey, steps, got, expected) {
    try {
        assert.deepStrictEqual(got, expected);
    } catch (error) {
        console.error(`SEED=${seed} ${survey.label}: the two disagree after\n  ${steps.join("\n  ")}`);
        console.error(error.message);
        if (survey.generated) {
            console.error(JSON.stringify(survey.json, null, 1));
        }
        process.exit(1);
    }
}

const counts = { surveys: 0, walks: 0, steps: 0, taken: 0, hidden: 0, impossible: 0 };

function count(why) {
    counts.steps++;
    counts.taken += why === null;
    counts.hidden += why === "it is not visible";
    counts.impossible += why === "this is none of its values";
}

/* Answers one at a time; any question may be answered at any time, and answered again. */
async function walkSteps(walker, random, survey) {
    const model = new Model(survey.json);
    const names = model.getAllQuestions(false).map((question) => question.name);
    const steps = [];
    const replies = [];
    walker.tell("start");
    for (let n = 0; n < STEPS; n++) {
        const name = random.chance(0.02) ? "nobody" : random.pick(
            random.chance(0.75) ? visibleNames(model) : names);
        const question = model.getQuestionByName(name);
        const value = question ? someValue(random, question) : "x";
        const why = give(model, name, value);
        count(why);
        steps.push(`set ${name} ${JSON.stringify(value)}`);
        const expected = { visible: visibleNames(model), answers: { ...model.data }, why, consistent: true };
        const copy = JSON.parse(JSON.stringify(expected));
        const soFar = steps.slice();
        replies.push(walker.ask(steps[n]).then((line) => check(survey, soFar, JSON.parse(line), copy)));
    }
    await Promise.all(replies);
}

/* A whole walk at once, each question at most once, in any order. */
async function walkWhole(walker, random, survey) {
    const model = new Model(survey.json);
    const names = model.getAllQuestions(false).map((question) => question.name);
    const ordered = random.chance(0.7) ? names : random.shuffled(names);
    const answers = {};
    const refused = [];
    for (const name of ordered.filter(() => random.chance(0.85))) {
        answers[name] = someValue(random, model.getQuestionByName(name));
        const why = give(model, name, answers[name]);
        count(why);
        if (why) {
            refused.push({ name, why });
        }
    }
    const expected = { visible: visibleNames(model), answers: { ...model.data }, refused };
    const line = `walk ${JSON.stringify(answers)}`;
    check(survey, [line], JSON.parse(await walker.ask(line)), JSON.parse(JSON.stringify(expected)));
}

async function walkSurvey(walker, random, label, source, walks, generated) {
    const json = JSON.parse(await walker.ask(`load ${JSON.stringify(source)}`));
    const survey = { label, json, generated };
    if (json.problems) {
        survey.json = source;
        check(survey, ["load"], json.problems, []);
    }
    counts.surveys++;
    for (let n = 0; n < walks; n++) {
        counts.walks++;
        await (n % 3 === 2 ? walkWhole : walkSteps)(walker, random, survey);
    }
}

async function main() {
    const walker = startWalker();
    console.log(`SEED=${seed} WALKS=${walksPerFile}`);
    for (const file of surveyFiles()) {
        const source = JSON.parse(fs.readFileSync(file, "utf8"));
        await walkSurvey(walker, randomFrom(seed), path.relative(root, file), source, walksPerFile, false);
    }
    for (let n = 0; n < GENERATED; n++) {
        const random = randomFrom(seed + n);
        const source = generateSurvey(random);
        await walkSurvey(walker, random, `made-up survey ${n}`, source, WALKS_PER_GENERATED, true);
    }
    walker.end();
    console.log(Object.entries(counts).map(([name, n]) => `${n} ${name}`).join(", "));
    assert(counts.hidden > 0 && counts.impossible > 0 && counts.taken > 0, "every kind of answer was tried");
}

main().catch((error) => {
    console.error(`SEED=${seed}`, error);
    process.exit(1);
});
