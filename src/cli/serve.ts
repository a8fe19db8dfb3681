// `ssirp serve`: what npm start does.
import { serve } from '../serve.ts';
import type { CliCommand } from './command.ts';

export const serveCommand: CliCommand = { options: {}, run: () => serve() };
