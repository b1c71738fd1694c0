import { Encoder, type Packet } from 'socket.io-parser';

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
    const [name, value] = Array.isArray(packet.data) ? packet.data : [];
    if (value instanceof EncodedJson) return [`${packet.type}${JSON.stringify([name]).slice(0, -1)},${value.json}]`];
    return [this.write(packet)];
  }

  private write(packet: Packet): string {
    const namespace = packet.nsp && packet.nsp !== '/' ? `${packet.nsp},` : '';
    const data = packet.data === undefined || packet.data === null ? '' : JSON.stringify(packet.data);
    return `${packet.type}${namespace}${packet.id ?? ''}${data}`;
  }
}
