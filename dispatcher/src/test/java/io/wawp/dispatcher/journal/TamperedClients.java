package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.testing.Tampered;
import io.wawp.dispatcher.testing.Tampered.Call;
import io.wawp.dispatcher.testing.Tampered.Tampering;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** The journal's real clients, with a test in between. */
final class TamperedClients implements JournalClients {
    private final JournalClients real;
    private Tampering ofProducer = Call::proceed;
    private Tampering ofMember = Call::proceed;
    private Tampering ofReader = Call::proceed;

    TamperedClients(JournalClients real) {
        this.real = real;
    }

    TamperedClients producer(Tampering tampering) {
        ofProducer = tampering;
        return this;
    }

    TamperedClients member(Tampering tampering) {
        ofMember = tampering;
        return this;
    }

    TamperedClients reader(Tampering tampering) {
        ofReader = tampering;
        return this;
    }

    @Override
    public Consumer<byte[], byte[]> member() {
        return Tampered.consumer(real.member(), ofMember);
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
        return Tampered.consumer(real.reader(), ofReader);
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return Tampered.producer(real.producer(), ofProducer);
    }

    @Override
    public Admin admin() {
        return real.admin();
    }
}
