package io.wawp.dispatcher.app;

import io.wawp.dispatcher.journal.JournalClients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The journal's real clients, with somebody who sees each transaction before it is committed. */
abstract class ProducerWatch implements JournalClients {
    private final JournalClients real;

    ProducerWatch(JournalClients real) {
        this.real = real;
    }

    /** All records of the transaction are written. On the journal's own thread. */
    abstract void beforeCommit(List<ProducerRecord<byte[], byte[]>> records);

    @Override
    public Consumer<byte[], byte[]> member() {
        return real.member();
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
        return real.reader();
    }

    @Override
    public Admin admin() {
        return real.admin();
    }

    @Override
    @SuppressWarnings("unchecked") // the proxy stands before the one interface
    public Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> producer = real.producer();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        return (Producer<byte[], byte[]>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Producer.class},
                        (proxy, method, arguments) -> call(producer, records, method, arguments));
    }

    @SuppressWarnings("unchecked") // send takes nothing else
    private @Nullable Object call(
            Producer<byte[], byte[]> producer,
            List<ProducerRecord<byte[], byte[]>> records,
            Method method,
            Object @Nullable [] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "beginTransaction" -> records.clear();
            case "send" -> {
                if (arguments != null) {
                    records.add((ProducerRecord<byte[], byte[]>) arguments[0]);
                }
            }
            case "commitTransaction" -> {
                producer.flush();
                beforeCommit(List.copyOf(records));
            }
            default -> {}
        }
        try {
            return method.invoke(producer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
