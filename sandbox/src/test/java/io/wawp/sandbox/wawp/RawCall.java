package io.wawp.sandbox.wawp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A send over a plain socket, to see how the connection ends. */
final class RawCall {
    private RawCall() {}

    /** Returns all that came until the end of the stream, or "reset". */
    static String send(WawpSimulator simulator) throws IOException {
        String line =
                "POST %s/send?instance_id=%s&access_token=%s&chatId=%s&message=x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
                        .formatted(
                                simulator.baseUri().getPath(),
                                ApiClient.INSTANCE,
                                ApiClient.TOKEN,
                                ApiClient.CHAT);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "reset";
        }
    }
}
