package org.robustgrid.run.python;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.robustgrid.base.files.CanonicalJson;

/** Messages of JSON, each behind its length in four bytes, over the streams of a process. */
final class Messages {

  /** Answers are short: arrays go by the file. */
  private static final int LONGEST = 1 << 20;

  private final DataOutputStream requests;
  private final BlockingQueue<Optional<Map<String, Object>>> answers = new LinkedBlockingQueue<>();

  /** Begins to listen; an empty answer is the end of the stream. */
  Messages(OutputStream requests, InputStream answers) {
    this.requests = new DataOutputStream(requests);
    Thread reader = new Thread(() -> read(new DataInputStream(answers)), "python answers");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(DataInputStream stream) {
    try (stream) {
      while (true) {
        int length = stream.readInt();
        if (length < 0 || length > LONGEST) {
          answers.add(Optional.of(broken("a message of " + length + " bytes")));
          return;
        }
        String text = new String(stream.readNBytes(length), StandardCharsets.UTF_8);
        answers.add(Optional.of(parse(text)));
      }
    } catch (EOFException e) {
      answers.add(Optional.empty());
    } catch (IOException e) {
      answers.add(Optional.empty());
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> parse(String text) {
    try {
      return CanonicalJson.read(text, Map.class);
    } catch (IllegalArgumentException e) {
      return broken(e.getMessage());
    }
  }

  private static Map<String, Object> broken(String what) {
    return Map.of("ok", false, "error", "broke the protocol with " + what);
  }

  void send(Map<String, Object> request) throws IOException {
    byte[] body = CanonicalJson.write(request).getBytes(StandardCharsets.UTF_8);
    requests.writeInt(body.length);
    requests.write(body);
    requests.flush();
  }

  /**
   * The next answer.
   *
   * @return null if none came in time; empty if there will be none
   */
  Optional<Map<String, Object>> answer(double seconds) throws InterruptedException {
    return answers.poll((long) (seconds * 1000), TimeUnit.MILLISECONDS);
  }
}
