package org.robustgrid.run.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A web server with one file, which may cut connections, ignore ranges or change the file. */
final class FileServer implements AutoCloseable {

  private final HttpServer server;
  private final List<String> ranges = new ArrayList<>();
  private byte[] content;
  private String tag = "\"1\"";
  private int cutAfter = Integer.MAX_VALUE;
  private int cuts;
  private boolean ignoresRanges;
  private int status;
  private boolean stalls;

  FileServer(byte[] content) {
    this.content = content;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** The address of the file under a name. */
  String address(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/data/" + name;
  }

  /** Cuts the next so many connections after so many bytes. */
  FileServer cutting(int connections, int bytes) {
    cuts = connections;
    cutAfter = bytes;
    return this;
  }

  FileServer ignoringRanges() {
    ignoresRanges = true;
    return this;
  }

  FileServer answering(int code) {
    status = code;
    return this;
  }

  /** Stops sending after the first half, without closing the connection. */
  FileServer stalling() {
    stalls = true;
    return this;
  }

  /** Puts another version in the file's place. */
  FileServer replacing(byte[] other) {
    content = other;
    tag = "\"2\"";
    return this;
  }

  /** The Range header of each request; empty where there was none. */
  List<String> ranges() {
    return List.copyOf(ranges);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String version = exchange.getRequestHeaders().getFirst("If-Range");
    ranges.add(range == null ? "" : range);
    boolean same = version == null || version.equals(tag);
    int from =
        range == null || ignoresRanges || !same
            ? 0
            : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    exchange.getResponseHeaders().set("ETag", tag);
    if (status != 0) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    byte[] rest = Arrays.copyOfRange(content, from, content.length);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length);
    OutputStream out = exchange.getResponseBody();
    if (stalls) {
      out.write(rest, 0, rest.length / 2);
      out.flush();
      return;
    }
    boolean cut = cuts-- > 0;
    out.write(rest, 0, cut ? Math.min(cutAfter, rest.length) : rest.length);
    out.flush();
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
