// Prints what becomes of commands: node outcomes.mjs [COMMAND_ID]
// With a command's id it ends at that command's terminal outcome, with status 0 only if it is SENT.
import { Kafka, logLevel } from 'kafkajs'

const wanted = process.argv[2]
const kafka = new Kafka({
  brokers: (process.env.KAFKA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092').split(','),
  logLevel: logLevel.ERROR
})
// A consumer of kafkajs reads committed records only, unless it is told otherwise.
const consumer = kafka.consumer({
  groupId: process.env.GROUP_ID ?? 'my-service',
  readUncommitted: false
})

await consumer.connect()
await consumer.subscribe({
  topics: [process.env.OUTCOMES_TOPIC ?? 'wawp.outcomes'],
  fromBeginning: true
})

const ended = new Promise(resolve => {
  consumer.run({
    // The offset is committed after this returns: what it does must bear being done again.
    // eventId is the same whenever the same event is told again.
    eachMessage: async ({ message }) => {
      const outcome = JSON.parse(message.value.toString())
      console.log(line(outcome))
      const terminal = outcome.status !== 'ACCEPTED'
      if (wanted && outcome.commandId === wanted && terminal) {
        resolve(outcome.status)
      }
    }
  })
})

function line({ commandId, run, status, messageId, error, source }) {
  const who = commandId ?? `${source.topic}-${source.partition}@${source.offset}`
  // A code that is not known here yet is no reason to stop: print it, go by the status.
  return [who, `run ${run}`, status, messageId, error && `${error.code}: ${error.message}`]
    .filter(Boolean)
    .join('  ')
}

const status = await ended
await consumer.disconnect()
process.exit(status === 'SENT' ? 0 : 1)
