package io.wawp.dispatcher.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka client with somebody in between, who may hold a call up, change what goes in or what
 * comes out, or leave it out. So a test makes a zombie, or takes a measure away, without a switch
 * in the code that it tests.
 */
public final class Tampered {
    private Tampered() {}

    /** What is done instead of a call. */
    public interface Tampering {
        @Nullable Object with(Call call) throws Throwable;
    }

    /** A call on its way to the real client. */
    public static final class Call {
        private final Object real;
        private final Method method;
        private final @Nullable Object @Nullable [] arguments;

        private Call(Object real, Method method, @Nullable Object @Nullable [] arguments) {
            this.real = real;
            this.method = method;
            this.arguments = arguments;
        }

        public boolean is(String name) {
            return method.getName().equals(name);
        }

        /** What it was called with. */
        public Object argument(int index) {
            if (arguments == null || arguments[index] == null) {
                throw new AssertionError(method.getName() + " has no argument " + index);
            }
            return arguments[index];
        }

        /** The client itself, for what nobody asked of it. */
        public Object real() {
            return real;
        }

        /** Goes on as if nobody were in between. */
        public @Nullable Object proceed() throws Throwable {
            return invoke(arguments);
        }

        /** Goes on with something else in the place of one argument. */
        public @Nullable Object proceedWith(int index, Object instead) throws Throwable {
            if (arguments == null) {
                throw new AssertionError(method.getName() + " has no arguments");
            }
            @Nullable Object[] changed = Arrays.copyOf(arguments, arguments.length);
            changed[index] = instead;
            return invoke(changed);
        }

        private @Nullable Object invoke(@Nullable Object @Nullable [] with) throws Throwable {
            try {
                return method.invoke(real, with);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    public static Producer<byte[], byte[]> producer(
            Producer<byte[], byte[]> real, Tampering tampering) {
        return proxy(Producer.class, real, tampering);
    }

    public static Consumer<byte[], byte[]> consumer(
            Consumer<byte[], byte[]> real, Tampering tampering) {
        return proxy(Consumer.class, real, tampering);
    }

    @SuppressWarnings("unchecked") // the proxy stands before the one interface
    private static <C> C proxy(Class<?> type, C real, Tampering tampering) {
        return (C)
                Proxy.newProxyInstance(
                        Tampered.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                tampering.with(new Call(real, method, arguments)));
    }
}
