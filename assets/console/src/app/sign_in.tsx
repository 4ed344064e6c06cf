/* Signing in: e-mail and password, then the code of a second factor where the hub asks for one. */
import { useEffect, useState } from 'preact/hooks';
import { door, must } from '../api/client';
import { Button, ErrorSummary, TextField, type FormError } from '../parts/form';
import { usePageTitle } from '../parts/page';
import type { Problem } from './problem';
import { asProblem } from './resource';
import { sentenceOf } from './sentence';
import { useSession } from './session';

function needsCode(problem: Problem): boolean {
    return problem.type === 'second-factor-needed';
}

export function SignInForm({ email: known = '' }: { email?: string }) {
    const { words, signedIn } = useSession();
    const [email, setEmail] = useState(known);
    const [password, setPassword] = useState('');
    const [code, setCode] = useState('');
    const [asksCode, setAsksCode] = useState(false);
    const [busy, setBusy] = useState(false);
    const [errors, setErrors] = useState<FormError[]>([]);

    /* The code is asked for in the place of the password, and typed at once. */
    useEffect(() => {
        if (asksCode) {
            document.getElementById('code')?.focus();
        }
    }, [asksCode]);

    const send = async () => {
        setBusy(true);
        setErrors([]);
        try {
            const body = { email, password, ...(asksCode ? { code } : {}) };
            signedIn(must(await door.POST('/session', { body })));
        } catch (error) {
            const problem = asProblem(error);
            if (needsCode(problem) && !asksCode) {
                setAsksCode(true);
            } else {
                setErrors([{ id: asksCode ? 'code' : 'email', text: sentenceOf(problem, words) }]);
            }
        } finally {
            setBusy(false);
        }
    };

    return (
        <form
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                void send();
            }}
        >
            <ErrorSummary errors={errors} />
            {asksCode ? (
                <TextField
                    id="code"
                    label={words.t('account.code')}
                    hint={words.t('account.code_hint')}
                    value={code}
                    onValue={setCode}
                    width="10"
                    inputMode="numeric"
                    autocomplete="one-time-code"
                    error={errors[0]?.text}
                />
            ) : (
                <>
                    <TextField
                        id="email"
                        label={words.t('account.email')}
                        type="email"
                        value={email}
                        onValue={setEmail}
                        autocomplete="username"
                        spellcheck={false}
                        error={errors[0]?.text}
                    />
                    <TextField
                        id="password"
                        label={words.t('account.password')}
                        type="password"
                        value={password}
                        onValue={setPassword}
                        autocomplete="current-password"
                    />
                </>
            )}
            <Button type="submit" busy={busy}>
                {words.t(asksCode ? 'account.confirm' : 'account.sign_in')}
            </Button>
        </form>
    );
}

export function SignInPage() {
    const { words } = useSession();
    usePageTitle(words.t('account.sign_in'));
    return (
        <div class="narrow">
            <h1 class="finding__title">{words.t('account.sign_in')}</h1>
            <SignInForm />
            <p class="muted">{words.t('account.no_account')}</p>
        </div>
    );
}
