/* What the compiler does not see: promises that nobody waits for, hooks in the wrong place, words for machines only. */
import tseslint from 'typescript-eslint';

export default tseslint.config(
    { ignores: ['dist', 'node_modules', 'src/api/types.ts'] },
    ...tseslint.configs.recommendedTypeChecked,
    {
        languageOptions: { parserOptions: { project: './tsconfig.json' } },
        rules: {
            eqeqeq: 'error',
            '@typescript-eslint/method-signature-style': ['error', 'property'],
            '@typescript-eslint/require-await': 'off',
            '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
            '@typescript-eslint/no-floating-promises': 'error',
            '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
            '@typescript-eslint/only-throw-error': 'error',
            'no-restricted-properties': [
                'error',
                { property: 'innerHTML', message: 'Text is text: nothing that somebody wrote becomes markup.' },
                { property: 'outerHTML', message: 'Text is text: nothing that somebody wrote becomes markup.' },
            ],
            'no-restricted-globals': [
                'error',
                { name: 'sessionStorage', message: 'Nothing about a person stays in the browser.' },
                { name: 'confirm', message: 'Use Dialog.' },
                { name: 'alert', message: 'Use Dialog.' },
            ],
        },
    },
    { files: ['*.js', '*.ts'], ...tseslint.configs.disableTypeChecked },
);
