package io.wawp.sandbox.wawp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.wawp.sandbox.LocalPort;
import io.wawp.sandbox.SandboxException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The listening socket and its connections. Starting and stopping happen one at a time. */
final class HttpListener implements AutoCloseable {
    /** Longer request lines are refused, as by the usual web servers before WordPress. */
    private static final int LONGEST_LINE = 8 * 1024;

    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int LARGEST_CHUNK = 64 * 1024;
    private static final int LARGEST_BODY = 32 * 1024 * 1024;
    private static final int BACKLOG = 1024;
    private static final int START_TRIES = 5;

    private final Front front;
    private final String host;
    private final boolean anyPort;
    private final EventLoopGroup loops;
    private final ChannelGroup connections =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private volatile int port;
    private @Nullable Channel server;

    HttpListener(Front front, String host, int port, int threads) {
        this.front = front;
        this.host = host;
        this.anyPort = port == 0;
        this.port = port;
        this.loops =
                new MultiThreadIoEventLoopGroup(
                        threads,
                        new DefaultThreadFactory("wawp-simulator", true),
                        NioIoHandler.newFactory());
    }

    int port() {
        return port;
    }

    synchronized void start() {
        if (server != null) {
            return;
        }
        for (int attempt = 1; port == 0 && attempt < START_TRIES; attempt++) {
            int candidate = LocalPort.free();
            if (listen(candidate).isSuccess()) {
                port = candidate;
                return;
            }
        }
        if (port == 0) {
            port = LocalPort.free();
        }
        if (!anyPort) {
            LocalPort.requireFree("The Wawp simulator", port);
        }
        ChannelFuture bound = listen(port);
        if (!bound.isSuccess()) {
            throw new SandboxException(
                    "The Wawp simulator cannot listen on %s:%d: %s. Stop the program that holds the port, or choose another one"
                            .formatted(host, port, bound.cause()),
                    bound.cause());
        }
    }

    private ChannelFuture listen(int candidate) {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        connections.add(channel);
                                        channel.pipeline()
                                                .addLast(
                                                        new HttpServerCodec(
                                                                LONGEST_LINE,
                                                                LARGEST_HEADERS,
                                                                LARGEST_CHUNK),
                                                        new HttpServerKeepAliveHandler(),
                                                        new HttpObjectAggregator(LARGEST_BODY),
                                                        new WireHandler(front));
                                    }
                                })
                        .bind(host, candidate)
                        .awaitUninterruptibly();
        if (bound.isSuccess()) {
            server = bound.channel();
        }
        return bound;
    }

    /** Stops listening and resets what is connected. */
    synchronized void stop() {
        Channel listening = server;
        server = null;
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        // A reset leaves no connection in TIME_WAIT on the server's side of the port.
        connections.forEach(WireHandler::reset);
        connections.newCloseFuture().awaitUninterruptibly();
    }

    @Override
    public void close() {
        stop();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
