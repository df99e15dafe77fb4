package io.wawp.sandbox.wawp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: hands calls over and puts the replies on the wire, or does to the wire what the
 * reply says. Owned by the connection's event loop.
 */
// Writes to, and closings of, a connection that is gone have nobody left to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class WireHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(WireHandler.class);
    private static final int SLICE = 64 * 1024;

    private final Front front;

    WireHandler(Front front) {
        this.front = front;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            write(context, unreadable(request.decoderResult().cause()));
            return;
        }
        Endpoints.Plan plan = front.answer(request);
        if (plan.delay().isZero()) {
            write(context, plan.reply());
        } else {
            context.executor()
                    .schedule(
                            () -> write(context, plan.reply()),
                            plan.delay().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("Connection ended", cause);
        context.close();
    }

    /** As the web servers before WordPress answer what they cannot read. */
    private static Reply unreadable(Throwable cause) {
        return cause instanceof TooLongHttpLineException
                ? Reply.of(Answers.html(414, "Request-URI Too Large"))
                : Reply.of(Answers.html(400, "Bad Request"));
    }

    private static void write(ChannelHandlerContext context, Reply reply) {
        switch (reply) {
            case Reply.Full full -> context.writeAndFlush(whole(full), context.voidPromise());
            case Reply.CutOff cut -> cutOff(context, cut);
            case Reply.Trickled trickled -> {
                context.writeAndFlush(head(trickled.of()), context.voidPromise());
                trickle(context, trickled, 0);
            }
            case Reply.Oversized oversized -> oversized(context, oversized.bytes());
            case Reply.Silence silence -> {}
            case Reply.Reset reset -> reset(context.channel());
            case Reply.Close close -> context.close();
        }
    }

    private static DefaultFullHttpResponse whole(Reply.Full full) {
        ByteBuf body = Unpooled.wrappedBuffer(full.body());
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(full.code()), body);
        addHeaders(response, full);
        return response;
    }

    private static HttpResponse head(Reply.Full full) {
        HttpResponse response =
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(full.code()));
        addHeaders(response, full);
        return response;
    }

    private static void addHeaders(HttpResponse response, Reply.Full full) {
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, full.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, full.body().length);
        full.headers().forEach(response.headers()::set);
    }

    private static void cutOff(ChannelHandlerContext context, Reply.CutOff cut) {
        int bytes = Math.min(cut.bytes(), cut.of().body().length);
        context.write(head(cut.of()));
        context.writeAndFlush(
                        new DefaultHttpContent(Unpooled.wrappedBuffer(cut.of().body(), 0, bytes)))
                .addListener(written -> context.close());
    }

    private static void trickle(ChannelHandlerContext context, Reply.Trickled trickled, int at) {
        byte[] body = trickled.of().body();
        if (!context.channel().isActive()) {
            return;
        }
        if (at == body.length) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(body, at, 1)));
        context.executor()
                .schedule(
                        () -> trickle(context, trickled, at + 1),
                        trickled.pause().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** One slice of memory, sent as often as it takes. */
    private static void oversized(ChannelHandlerContext context, long bytes) {
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=UTF-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes + 2);
        context.write(response);
        context.writeAndFlush(new DefaultHttpContent(quote()));
        ByteBuf slice =
                Unpooled.directBuffer(SLICE)
                        .writeBytes("x".repeat(SLICE).getBytes(StandardCharsets.US_ASCII));
        more(context, slice, bytes);
    }

    private static void more(ChannelHandlerContext context, ByteBuf slice, long left) {
        if (left == 0) {
            slice.release();
            context.writeAndFlush(new DefaultLastHttpContent(quote()));
            return;
        }
        int length = (int) Math.min(left, SLICE);
        context.writeAndFlush(new DefaultHttpContent(slice.retainedSlice(0, length)))
                .addListener(written -> {
                    if (written.isSuccess()) {
                        more(context, slice, left - length);
                    } else {
                        slice.release();
                        context.close();
                    }
                });
    }

    private static ByteBuf quote() {
        return Unpooled.copiedBuffer("\"", StandardCharsets.US_ASCII);
    }

    /** Closing a socket that may not linger drops what is unsent and sends a reset. */
    static void reset(Channel channel) {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            log.debug("Connection was closed before it could be reset", e);
        }
        channel.close();
    }
}
