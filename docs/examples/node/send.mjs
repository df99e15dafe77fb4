// Produces one command: node send.mjs COMMAND_ID CHAT TEXT
import { Kafka, Partitioners, logLevel } from 'kafkajs'

const [commandId, to, message] = process.argv.slice(2)
if (!message) {
  console.error('usage: node send.mjs COMMAND_ID CHAT TEXT')
  process.exit(2)
}
// The chat's whole id, so that all producers mean the same key by the same chat.
const chatId = to.includes('@') ? to : `${to.replace(/\D/g, '')}@c.us`

const kafka = new Kafka({
  brokers: (process.env.KAFKA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092').split(','),
  logLevel: logLevel.ERROR
})
const producer = kafka.producer({
  idempotent: true, // the client's own repeats write nothing twice
  createPartitioner: Partitioners.DefaultPartitioner // the partition that Java would choose
})

await producer.connect()
const [written] = await producer.send({
  topic: process.env.COMMANDS_TOPIC ?? 'wawp.commands',
  acks: -1,
  messages: [
    {
      key: chatId, // one chat, one partition: its messages stay in order
      value: JSON.stringify({
        commandId, // the same id again is the same send: producing twice sends once
        instanceId: process.env.WAWP_INSTANCE_ID ?? '123456789012',
        chatId,
        content: { type: 'text', message },
        expiresAt: new Date(Date.now() + 10 * 60_000).toISOString() // better never than late
      })
    }
  ]
})
console.log(`${commandId} is in partition ${written.partition} at offset ${written.baseOffset}`)
await producer.disconnect()
