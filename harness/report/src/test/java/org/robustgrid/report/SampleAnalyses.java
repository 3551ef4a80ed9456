package org.robustgrid.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Figure;
import org.robustgrid.leaderboard.analysis.Image;
import org.robustgrid.leaderboard.analysis.ImageSet;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.leaderboard.analysis.Table;

/** Results of made-up analyses, with one of everything that a result may hold. */
final class SampleAnalyses {

  private SampleAnalyses() {}

  /** A leaderboard of one row, with a result of the board and one of the row's first seed. */
  static Leaderboard leaderboard() {
    Row row = SampleLeaderboard.row("trades", 1, 0.5);
    Leaderboard plain = SampleLeaderboard.of(row.withAnalyses(List.of(ofSeed(row.label()))));
    return plain.withBoards(List.of(plain.boards().get(0).withAnalyses(List.of(ofBoard()))));
  }

  private static AnalysisResult ofBoard() {
    return new AnalysisResult(
        "agreement",
        "Agreement of rows",
        Subject.pair("trades", "standard"),
        null,
        null,
        List.of(
            new Table(
                "same decisions",
                List.of("row", "trades", "standard"),
                List.of(List.of("trades", "8", "6"), List.of("standard", "6", "8")))),
        List.of(Image.of("overlap", "Where two rows <decide> alike", dot())),
        List.of(
            new Plane("where | they agree", 0, 0, 2, List.of("01", "1-"), null, null, null, null)),
        List.of(new ImageSet("midpoints", "Halfway between two samples", 4, "image-sets/ab.npz")),
        List.of("Counted on | 8 samples."));
  }

  private static AnalysisResult ofSeed(String label) {
    String epsilon = "epsilon";
    return new AnalysisResult(
        "loss-surface",
        "Loss along a direction",
        Subject.seed(label, 0),
        List.of(
            new Figure("curvature", -0.125, -0.25, 1e-7, "nats"), new Figure("evaluations", 1200)),
        List.of(
            new Series(
                "gradient",
                epsilon,
                "loss, nats",
                List.of(0.0, 0.05, 0.1),
                List.of(0.5, 1.25, 2.5),
                List.of(0.25, 1.0, 2.25),
                List.of(0.75, 1.5, 2.75)),
            new Series("random", epsilon, "loss, nats", List.of(0.0, 0.1), List.of(0.5, 0.625)),
            new Series("norm", epsilon, "gradient norm", List.of(0.1), List.of(-3.0))),
        null,
        null,
        null,
        null,
        null);
  }

  private static byte[] dot() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
