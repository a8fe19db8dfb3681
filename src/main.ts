// `npm start`: the bot as a process.
import { serve } from './serve.ts';

process.exitCode = await serve();
