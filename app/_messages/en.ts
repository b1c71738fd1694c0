import account from './en/account.json' with { type: 'json' };
import accounts from './en/accounts.json' with { type: 'json' };
import actions from './en/actions.json' with { type: 'json' };
import administration from './en/administration.json' with { type: 'json' };
import app from './en/app.json' with { type: 'json' };
import audit from './en/audit.json' with { type: 'json' };
import auth from './en/auth.json' with { type: 'json' };
import browse from './en/browse.json' with { type: 'json' };
import chat from './en/chat.json' with { type: 'json' };
import composer from './en/composer.json' with { type: 'json' };
import connection from './en/connection.json' with { type: 'json' };
import deadLetters from './en/deadLetters.json' with { type: 'json' };
import details from './en/details.json' with { type: 'json' };
import directory from './en/directory.json' with { type: 'json' };
import errors from './en/errors.json' with { type: 'json' };
import exports from './en/exports.json' with { type: 'json' };
import firstMinutes from './en/firstMinutes.json' with { type: 'json' };
import frame from './en/frame.json' with { type: 'json' };
import invitations from './en/invitations.json' with { type: 'json' };
import list from './en/list.json' with { type: 'json' };
import mail from './en/mail.json' with { type: 'json' };
import message from './en/message.json' with { type: 'json' };
import namedSources from './en/namedSources.json' with { type: 'json' };
import newRoom from './en/newRoom.json' with { type: 'json' };
import outcomes from './en/outcomes.json' with { type: 'json' };
import palette from './en/palette.json' with { type: 'json' };
import people from './en/people.json' with { type: 'json' };
import phone from './en/phone.json' with { type: 'json' };
import pictures from './en/pictures.json' with { type: 'json' };
import programs from './en/programs.json' with { type: 'json' };
import reasons from './en/reasons.json' with { type: 'json' };
import rooms from './en/rooms.json' with { type: 'json' };
import security from './en/security.json' with { type: 'json' };
import settings from './en/settings.json' with { type: 'json' };
import shortcuts from './en/shortcuts.json' with { type: 'json' };
import sources from './en/sources.json' with { type: 'json' };
import system from './en/system.json' with { type: 'json' };
import ticketCard from './en/ticketCard.json' with { type: 'json' };
import tickets from './en/tickets.json' with { type: 'json' };
import workspace from './en/workspace.json' with { type: 'json' };

/** Every namespace in English: only the server loads it whole. */
export const en = {
  account,
  accounts,
  actions,
  administration,
  app,
  audit,
  auth,
  browse,
  chat,
  composer,
  connection,
  deadLetters,
  details,
  directory,
  errors,
  exports,
  firstMinutes,
  frame,
  invitations,
  list,
  mail,
  message,
  namedSources,
  newRoom,
  outcomes,
  palette,
  people,
  pictures,
  phone,
  programs,
  reasons,
  security,
  rooms,
  settings,
  shortcuts,
  sources,
  system,
  ticketCard,
  tickets,
  workspace,
};
