/* Where the console begins. */
import { render } from 'preact';
import './style/main.scss';
import { App } from './app/app';

const place = document.getElementById('app');
if (place) {
    render(<App />, place);
}
