import { Body, Controller, Delete, Get, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { AuthGuard } from '../common/auth.guard.js';
import { User, type CurrentUser } from '../common/current-user.js';
import type { ContactFilter } from './contacts.repository.js';
import { ContactsService, type ContactInput } from './contacts.service.js';

@Controller('contacts')
@UseGuards(AuthGuard)
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Get()
  list(@User() user: CurrentUser, @Query() filter: ContactFilter) {
    return this.contacts.list(user, filter);
  }

  @Get(':id')
  get(@User() user: CurrentUser, @Param('id') id: string) {
    return this.contacts.get(user, id);
  }

  @Post()
  create(@User() user: CurrentUser, @Body() input: ContactInput) {
    return this.contacts.create(user, input);
  }

  @Patch(':id')
  update(@User() user: CurrentUser, @Param('id') id: string, @Body() input: Partial<ContactInput>) {
    return this.contacts.update(user, id, input);
  }

  @Delete(':id')
  remove(@User() user: CurrentUser, @Param('id') id: string) {
    return this.contacts.remove(user, id);
  }

  @Post(':id/merge/:other')
  merge(@User() user: CurrentUser, @Param('id') id: string, @Param('other') other: string) {
    return this.contacts.merge(user, id, other);
  }
}
