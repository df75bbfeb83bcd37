/**
 * Writes an ONNX file, with as much of the format as a transformer needs. The numbers are the fields' numbers in
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, and a field is written as protobuf has it: its number and its
 * kind in one whole number, then the value; strings, bytes and messages have their length before them.
 */
const FLOAT = 1
const INT64 = 7

function varint(value) {
  const bytes = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest > 0n ? low | 0x80 : low)
  } while (rest > 0n)
  return Buffer.from(bytes)
}

const whole = (field, value) => Buffer.concat([varint(field << 3), varint(value)])
const float = (field, value) => Buffer.concat([varint((field << 3) | 5), Buffer.from(new Float32Array([value]).buffer)])
const bytes = (field, value) => Buffer.concat([varint((field << 3) | 2), varint(value.length), value])
const text = (field, value) => bytes(field, Buffer.from(value))
const message = (field, ...parts) => bytes(field, Buffer.concat(parts))

function attribute(name, value) {
  if (Array.isArray(value)) return message(5, text(1, name), ...value.map((v) => whole(8, v)), whole(20, 7))
  if (typeof value === 'string') return message(5, text(1, name), text(4, value), whole(20, 3))
  if (Number.isInteger(value)) return message(5, text(1, name), whole(3, value), whole(20, 2))
  return message(5, text(1, name), float(2, value), whole(20, 1))
}

function tensor(name, shape, data) {
  const type = data instanceof BigInt64Array ? INT64 : FLOAT
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return message(5, ...shape.map((extent) => whole(1, extent)), whole(2, type), text(8, name), bytes(9, raw))
}

function port(field, { name, shape, int64 = false }) {
  const extents = message(2, ...shape.map((extent) => message(1, whole(1, extent))))
  return message(field, text(1, name), message(2, message(1, whole(1, int64 ? INT64 : FLOAT), extents)))
}

/** A graph under construction: `constant` and `node` return names, to be the inputs of the nodes after them. */
export function createGraph() {
  const constants = []
  const nodes = []
  let count = 0
  const fresh = (kind) => `${kind}_${count++}`
  const constant = (shape, data) => {
    const name = fresh('constant')
    constants.push(tensor(name, shape, data))
    return name
  }
  const node = (type, inputs, attributes = {}, outputs = [fresh(type)]) => {
    const given = Object.entries(attributes).map(([name, value]) => attribute(name, value))
    nodes.push(
      message(
        1,
        ...inputs.map((name) => text(1, name)),
        ...outputs.map((name) => text(2, name)),
        text(4, type),
        ...given,
      ),
    )
    return outputs[0]
  }
  const finish = (inputs, outputs) => {
    const ports = [...inputs.map((input) => port(11, input)), ...outputs.map((output) => port(12, output))]
    const graph = message(7, ...nodes, text(2, 'graph'), ...constants, ...ports)
    return Buffer.concat([whole(1, 9), graph, message(8, text(1, ''), whole(2, 20))])
  }
  return { constant, node, finish, fresh }
}
