import account from './zh/account.json' with { type: 'json' };
import accounts from './zh/accounts.json' with { type: 'json' };
import actions from './zh/actions.json' with { type: 'json' };
import administration from './zh/administration.json' with { type: 'json' };
import app from './zh/app.json' with { type: 'json' };
import audit from './zh/audit.json' with { type: 'json' };
import auth from './zh/auth.json' with { type: 'json' };
import browse from './zh/browse.json' with { type: 'json' };
import chat from './zh/chat.json' with { type: 'json' };
import composer from './zh/composer.json' with { type: 'json' };
import connection from './zh/connection.json' with { type: 'json' };
import deadLetters from './zh/deadLetters.json' with { type: 'json' };
import details from './zh/details.json' with { type: 'json' };
import directory from './zh/directory.json' with { type: 'json' };
import errors from './zh/errors.json' with { type: 'json' };
import exports from './zh/exports.json' with { type: 'json' };
import firstMinutes from './zh/firstMinutes.json' with { type: 'json' };
import frame from './zh/frame.json' with { type: 'json' };
import invitations from './zh/invitations.json' with { type: 'json' };
import list from './zh/list.json' with { type: 'json' };
import mail from './zh/mail.json' with { type: 'json' };
import message from './zh/message.json' with { type: 'json' };
import namedSources from './zh/namedSources.json' with { type: 'json' };
import newRoom from './zh/newRoom.json' with { type: 'json' };
import outcomes from './zh/outcomes.json' with { type: 'json' };
import palette from './zh/palette.json' with { type: 'json' };
import people from './zh/people.json' with { type: 'json' };
import phone from './zh/phone.json' with { type: 'json' };
import pictures from './zh/pictures.json' with { type: 'json' };
import programs from './zh/programs.json' with { type: 'json' };
import reasons from './zh/reasons.json' with { type: 'json' };
import rooms from './zh/rooms.json' with { type: 'json' };
import security from './zh/security.json' with { type: 'json' };
import settings from './zh/settings.json' with { type: 'json' };
import shortcuts from './zh/shortcuts.json' with { type: 'json' };
import sources from './zh/sources.json' with { type: 'json' };
import system from './zh/system.json' with { type: 'json' };
import ticketCard from './zh/ticketCard.json' with { type: 'json' };
import tickets from './zh/tickets.json' with { type: 'json' };
import workspace from './zh/workspace.json' with { type: 'json' };

/** Every namespace in Chinese: only the server loads it whole. */
export const zh = {
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
