package org.robustgrid.run.plugins;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Plane;
import org.robustgrid.spi.analysis.Plane.Point;
import org.robustgrid.spi.analysis.SampleSource;

/** Draws a plane of two cells with the test samples on it, of each row's first seed. */
public final class PicturingProvider implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder("picturing", "Draws a plane")
        .firstSeed()
        .access(Access.DECISIONS)
        .samples(SampleSource.TEST)
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    return PicturingProvider::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    int[] predictions = request.model().predictions();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < predictions.length; i++) {
      int label = request.samples(SampleSource.TEST).label(i);
      points.add(new Point(i, -i, label, predictions[i]));
    }
    int[] decided =
        request
            .model()
            .judge(request.batch(-1f, 0f, 1f, 0f), new long[] {0, 1}, new int[2])
            .predictions();
    List<List<Integer>> classes = List.of(Arrays.stream(decided).boxed().toList());
    return AnalysisResult.of("Two places")
        .plane(new Plane("places", 0, 0, 1, classes, List.of(List.of(0.25, 1.0)), points))
        .build();
  }
}
