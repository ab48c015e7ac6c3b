import { Body, Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
import { AuthGuard } from '../common/auth.guard.js';
import { User, type CurrentUser } from '../common/current-user.js';
import type { DealFilter } from './deals.repository.js';
import { DealsService } from './deals.service.js';

@Controller('deals')
@UseGuards(AuthGuard)
export class DealsController {
  constructor(private readonly deals: DealsService) {}

  @Get()
  list(@User() user: CurrentUser, @Query() filter: DealFilter) {
    return this.deals.list(user, filter);
  }

  @Post(':id/close')
  close(@User() user: CurrentUser, @Param('id') id: string) {
    return this.deals.close(user, id);
  }

  @Post(':id/reopen')
  reopen(@User() user: CurrentUser, @Param('id') id: string) {
    return this.deals.reopen(user, id);
  }

  @Post(':id/move')
  move(@User() user: CurrentUser, @Param('id') id: string, @Body() body: { stageId: string }) {
    return this.deals.move(user, id, body.stageId);
  }
}
