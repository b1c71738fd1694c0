import { Encoder, type Packet, PacketType } from 'socket.io-parser';
import { Stored } from '../../../messages/index.ts';

/** JSON text that takes the place of a value in a packet, so that it need not be encoded for each use. */
export class EncodedJson {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/**
 * Socket.IO's encoder, without what this server never does: it sends no binary, so packets are not searched for it,
 * and values that were encoded before are written as they are.
 */
export class JsonEncoder extends Encoder {
  override encode(packet: Packet): string[] {
    const [first, value]: unknown[] = Array.isArray(packet.data) ? packet.data : [];
    // The names of events are the contract's: there is nothing in them to escape.
    if (value instanceof EncodedJson) return [`${packet.type}["${first}",${value.json}]`];
    if (packet.type === PacketType.ACK && first instanceof Stored) return [`${packet.type}${packet.id}[${first.json}]`];
    return [this.write(packet)];
  }

  private write(packet: Packet): string {
    const namespace = packet.nsp && packet.nsp !== '/' ? `${packet.nsp},` : '';
    const data = packet.data === undefined || packet.data === null ? '' : JSON.stringify(packet.data);
    return `${packet.type}${namespace}${packet.id ?? ''}${data}`;
  }
}
